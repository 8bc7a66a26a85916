package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"mime"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/text/unicode/norm"

	"recette/internal/bounded"
	"recette/internal/campaign"
	"recette/internal/catalogue"
	"recette/internal/execution"
	"recette/internal/i18n"
	"recette/internal/prompt"
	"recette/internal/recette"
	"recette/internal/term"
	"recette/internal/workspace"
)

// console is a person at a terminal, or behind a pipe: it shows one step at a time as plain lines, and asks.
type console struct {
	words  *i18n.Printer
	out    io.Writer
	reader prompt.Reader
	sink   execution.EvidenceSink
	about  prologue

	setting func(*catalogue.Case) workspace.Setting // what a case is tested with; nil shows nothing of it

	amended func(ctx context.Context, row string, done *campaign.Amended) error // says what came of a correction

	drifts map[string]campaign.Drift // of frozen cases that are not as they were, by their id in the features

	home  string // what ~ stands for in a path
	shown string // attempt whose prologue is on the screen
	last  int    // last step shown
}

// prologue is what the tester should know before the first step of a case.
type prologue struct {
	environment, url, build string
}

var _ execution.Person = (*console)(nil)

// ask prints a prompt and waits for a line that can be recorded: a terminal in another encoding, or a file, may send
// bytes that no reader of the PV could be shown.
func (c *console) ask(ctx context.Context, key string, args ...any) (string, error) {
	for {
		line, err := c.reader.Ask(ctx, term.Text(c.words.T(key, args...)))
		line = strings.TrimSpace(line)
		if err == nil && recette.Keepable(line) || err != nil && !errors.Is(err, prompt.ErrCut) {
			return line, err
		}
		say(c.out, c.words.T("test.unreadable"))
	}
}

// must asks again until the line says something.
func (c *console) must(ctx context.Context, key string) (string, error) {
	for {
		line, err := c.ask(ctx, key)
		switch {
		case err != nil:
			return "", err
		case line == back:
			return "", errBack
		case !recette.Blank(line):
			return line, nil
		}
		say(c.out, c.words.T("test.mandatory"))
	}
}

// back is what a person types to return from a detail to the choice of a verdict: after a slip of the finger.
const back = "<"

// forth is what a person types to return from a step that is asked again to the one at which the case stands.
const forth = ">"

// helpMe is what a person types to be shown what may be answered.
const helpMe = "?"

// errBack says that the person went back.
var errBack = errors.New("back")

// Ask shows the step and takes the verdict. The end of input is a way to leave.
func (c *console) Ask(ctx context.Context, q execution.Question) (execution.Answer, error) {
	c.show(q)
	if q.Refused != nil {
		say(c.out, c.words.T("test.refused", refusal(c.words, q.Refused)))
	}
	answer, err := c.answer(ctx, q)
	if errors.Is(err, prompt.ErrEnded) {
		return execution.Answer{Leave: true}, nil
	}
	return answer, err
}

// answer takes the verdict on the step of q, or on one of those shown with it once the person named it by its number.
func (c *console) answer(ctx context.Context, q execution.Question) (execution.Answer, error) {
	at, whole := q, notesOf(q)
	n := whole
	for {
		line, err := c.verdictLine(ctx, q, at)
		if err != nil {
			return execution.Answer{}, err
		}
		if step, ok := names(line, q, at); ok {
			if at, n = q, whole; step != q.Step {
				at = q.At(step)
				n = notesOf(at)
			}
			continue
		}
		if step, ok := returns(line, q, at); ok {
			return execution.Answer{Return: step + 1}, nil
		}
		switch key := c.key(line, at); {
		case line == back:
			say(c.out, c.words.T("test.again.none"))
		case key == "leave":
			return execution.Answer{Leave: true}, nil
		case key == "comment" || key == "evidence" || key == "undo":
			if err := c.change(ctx, key, n); err != nil && !errors.Is(err, errBack) {
				return execution.Answer{}, err
			}
		case key == "past":
			if err := c.goBack(ctx, q); err != nil {
				return execution.Answer{}, err
			}
		case key == "" || at.Step != q.Step && recette.Verdict(key).Conform():
			if line == "" || line == helpMe {
				c.help()
				continue
			}
			c.unknown(line)
			say(c.out, c.words.T("test.unknown.help", helpMe))
		default:
			a, err := c.judge(ctx, q, at, recette.Verdict(key), whole, n)
			if errors.Is(err, errBack) {
				continue
			}
			return a, err
		}
	}
}

// verdictLine asks for a verdict on the step of q, or on the one that was named.
func (c *console) verdictLine(ctx context.Context, q, at execution.Question) (string, error) {
	switch {
	case at.Step != q.Step:
		return c.ask(ctx, "test.prompt.named", at.Step+1)
	case q.Outcome():
		return c.ask(ctx, "test.prompt.outcome")
	}
	return c.ask(ctx, "test.prompt.action")
}

// key finds what a line means: the first letter, or the whole word, in the language of the session.
func (c *console) key(line string, q execution.Question) string {
	word := norm.NFC.String(strings.ToLower(line)) // some keyboards and pipes give accents apart
	for _, v := range q.Choices() {
		if word == c.words.T("test.key."+string(v)) || word == c.words.T("verdict."+string(v)) {
			return string(v)
		}
	}
	if !q.Outcome() && (word == c.words.T("test.key.done") || word == c.words.T("verdict.done")) {
		return string(recette.Passed)
	}
	for _, k := range []string{"leave", "comment", "evidence", "undo", "past"} {
		if word == c.words.T("test.key."+k) || word == c.words.T("test.word."+k) {
			return k
		}
	}
	return ""
}

// complete asks for what a verdict must come with: what was observed, a cause, a reason, a remark.
func (c *console) complete(ctx context.Context, a *execution.Answer) (err error) {
	switch a.Verdict {
	case recette.Failed:
		a.Observed, err = c.must(ctx, "test.ask.observed")
	case recette.NotApplicable:
		a.Reason, err = c.must(ctx, "test.ask.reason")
	case recette.PassedWithRemark:
		if a.Comment == "" {
			a.Comment, err = c.must(ctx, "test.ask.remark")
		}
	case recette.Blocked:
		a.Cause, err = c.cause(ctx)
	case recette.Passed, recette.NotRun:
	}
	return err
}

// cause asks to choose from the list by number or by word.
func (c *console) cause(ctx context.Context) (recette.Cause, error) {
	causes := recette.Causes()
	for i, cause := range causes {
		say(c.out, fmt.Sprintf("  %d  %s", i+1, c.words.T("cause."+string(cause))))
	}
	for {
		line, err := c.ask(ctx, "test.ask.cause")
		if err != nil {
			return "", err
		}
		if n, err := strconv.Atoi(line); err == nil && n >= 1 && n <= len(causes) {
			return causes[n-1], nil
		}
		if line == back {
			return "", errBack
		}
		for _, cause := range causes {
			if strings.EqualFold(line, c.words.T("cause."+string(cause))) {
				return cause, nil
			}
		}
		c.unknown(line)
	}
}

// unknown says that a line answers nothing.
func (c *console) unknown(line string) {
	if line != "" {
		say(c.out, c.words.T("test.unknown", clip(line, mostEchoed)))
	}
}

// whyRefused says in the person's words why a file is no evidence.
func whyRefused(words *i18n.Printer, err error) string {
	for _, r := range []struct {
		is  error
		key string
	}{
		{fs.ErrNotExist, "missing"},
		{fs.ErrPermission, "denied"},
		{campaign.ErrEvidenceSize, "large"},
		{campaign.ErrEvidenceEmpty, "empty"},
		{campaign.ErrEvidenceImage, "image"},
		{campaign.ErrEvidenceType, "type"},
		{bounded.ErrIrregular, "folder"},
	} {
		if errors.Is(err, r.is) {
			return words.T("test.evidence." + r.key)
		}
	}
	return technical(words, err)
}

// putFile stores the file at path as evidence.
func putFile(ctx context.Context, sink execution.EvidenceSink, path string) (campaign.Attachment, error) {
	f, err := bounded.Open(path)
	if err != nil {
		return campaign.Attachment{}, err
	}
	defer f.Close()
	return sink.Put(ctx, filepath.Base(path), mime.TypeByExtension(filepath.Ext(path)), f)
}

// verdict is the word for a verdict: an action that went well is done, it does not conform to anything.
func (c *console) verdict(step catalogue.Step, v recette.Verdict) string {
	if v == recette.Passed && step.Type != catalogue.Outcome {
		return c.words.T("verdict.done")
	}
	return c.words.T("verdict." + string(v))
}
