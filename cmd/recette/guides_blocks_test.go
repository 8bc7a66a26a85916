package main

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// block is a fenced block of a page.
type block struct {
	kind string // first word of the fence: console, yaml, gherkin…; empty when it names nothing
	path string // what follows: the file that the block is, or that a diff edits
	text string
	line int // of the fence, 1-based
}

// blocksOf gives the fenced blocks of a page, in order.
func blocksOf(page string) ([]block, error) {
	var blocks []block
	open := false
	for i, line := range strings.Split(page, "\n") {
		fence, isFence := strings.CutPrefix(line, "```")
		switch {
		case isFence && open && fence == "":
			open = false
		case isFence && !open:
			b := block{line: i + 1}
			b.kind, b.path, _ = strings.Cut(fence, " ")
			blocks, open = append(blocks, b), true
		case open:
			blocks[len(blocks)-1].text += line + "\n"
		}
	}
	if open {
		return blocks, fmt.Errorf("%d: a block that never ends", blocks[len(blocks)-1].line)
	}
	return blocks, nil
}

// act is one command of a console block, and what the page says it answers.
type act struct {
	command string
	code    int // "# code 1" after the command; 0 when the page says nothing
	want    []string
	line    int
}

var codeMark = regexp.MustCompile(`\s+# code (\d+)$`)

// acts splits a console block: "$ " opens a command, a line that ends with "\" goes on, the rest is the answer.
func (b *block) acts() ([]act, error) {
	var acts []act
	more := false
	for i, line := range strings.Split(strings.TrimSuffix(b.text, "\n"), "\n") {
		command, isCommand := strings.CutPrefix(line, "$ ")
		switch {
		case isCommand:
			acts = append(acts, act{command: command, line: b.line + 1 + i})
		case len(acts) == 0:
			return nil, fmt.Errorf("%d: an answer before any command", b.line+1+i)
		case more:
			acts[len(acts)-1].command += "\n" + line
		default:
			acts[len(acts)-1].want = append(acts[len(acts)-1].want, line)
			continue
		}
		more = strings.HasSuffix(line, `\`)
	}
	for i := range acts {
		a := &acts[i]
		if m := codeMark.FindStringSubmatch(a.command); m != nil {
			a.command = strings.TrimSuffix(a.command, m[0])
			if _, err := fmt.Sscan(m[1], &a.code); err != nil {
				return nil, fmt.Errorf("%d: %w", a.line, err)
			}
		}
		for len(a.want) > 0 && a.want[len(a.want)-1] == "" { // an empty line parts a command from the next
			a.want = a.want[:len(a.want)-1]
		}
	}
	return acts, nil
}

// elided is what a page writes for lines, or a part of a line, that it leaves out.
const elided = "…"

// differs compares an answer with what a page shows of it, and gives the first line that the answer does not hold, or
// "". A page that shows nothing asks for nothing.
func differs(want []string, got string) string {
	if len(want) == 0 {
		return ""
	}
	var lines []string
	for line := range strings.SplitSeq(strings.TrimRight(fold(got), "\n"), "\n") {
		lines = append(lines, strings.TrimRight(line, " "))
	}
	at, skipping := 0, false
	for _, w := range want {
		w = strings.TrimRight(fold(w), " ")
		if w == elided {
			skipping = true
			continue
		}
		pattern := regexp.MustCompile("^" + strings.ReplaceAll(regexp.QuoteMeta(w), elided, ".*") + "$")
		for skipping && at < len(lines) && !pattern.MatchString(lines[at]) {
			at++
		}
		if at >= len(lines) || !pattern.MatchString(lines[at]) {
			return w
		}
		at, skipping = at+1, false
	}
	if !skipping && at < len(lines) {
		return "nothing after " + want[len(want)-1]
	}
	return ""
}

// edit applies a diff of a page to the text of a file: each run of "-" and "+" lines replaces the first lines alike,
// and the other lines say where.
func editText(text, diff string) (string, error) {
	var before, after strings.Builder
	for line := range strings.Lines(diff) {
		switch {
		case strings.HasPrefix(line, "-"):
			before.WriteString(line[1:])
		case strings.HasPrefix(line, "+"):
			after.WriteString(line[1:])
		case line == elided+"\n":
			next, err := replaceOnce(text, before.String(), after.String())
			if err != nil {
				return text, err
			}
			text = next
			before.Reset()
			after.Reset()
		default:
			rest := strings.TrimPrefix(line, " ")
			before.WriteString(rest)
			after.WriteString(rest)
		}
	}
	return replaceOnce(text, before.String(), after.String())
}

func replaceOnce(text, before, after string) (string, error) {
	if before == "" || strings.Count(text, before) != 1 {
		return text, fmt.Errorf("%d places hold\n%s", strings.Count(text, before), before)
	}
	return strings.Replace(text, before, after, 1), nil
}

// TestDiffers shows that a page which says something else than the answer is seen.
func TestDiffers(t *testing.T) {
	t.Parallel()
	answer := "un\u00a0: a\ndeux\ntrois (12 ms)\n"
	tests := map[string]struct {
		want    []string
		missing string
	}{
		"nothing shown":          {nil, ""},
		"all of it":              {[]string{"un : a", "deux", "trois (…)"}, ""},
		"lines left out":         {[]string{"…", "deux", "…"}, ""},
		"end left out":           {[]string{"un : a", "…"}, ""},
		"another line":           {[]string{"un : b", "…"}, "un : b"},
		"end not left out":       {[]string{"un : a", "deux"}, "nothing after deux"},
		"beginning not left out": {[]string{"deux", "…"}, "deux"},
		"lines in another order": {[]string{"…", "deux", "…", "un : a", "…"}, "un : a"},
		"a line too many":        {[]string{"…", "trois (…)", "quatre"}, "quatre"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := differs(tc.want, answer); got != tc.missing {
				t.Errorf("differs() = %q, want %q", got, tc.missing)
			}
		})
	}
}

// TestBlocks reads a page: commands with their codes and answers, files, what never ends.
func TestBlocks(t *testing.T) {
	t.Parallel()
	page := "texte\n```console\n$ a \\\n    b # code 3\nréponse\n\n$ c\n```\n```yaml recette.yaml\nname: x\n```\n"
	blocks, err := blocksOf(page)
	if err != nil {
		t.Fatal(err)
	}
	want := []block{
		{"console", "", "$ a \\\n    b # code 3\nréponse\n\n$ c\n", 2}, {"yaml", "recette.yaml", "name: x\n", 9},
	}
	if diff := cmp.Diff(want, blocks, cmp.AllowUnexported(block{})); diff != "" {
		t.Error(diff)
	}
	acts, err := blocks[0].acts()
	if err != nil {
		t.Fatal(err)
	}
	wantActs := []act{{"a \\\n    b", 3, []string{"réponse"}, 3}, {"c", 0, nil, 7}}
	if diff := cmp.Diff(wantActs, acts, cmp.AllowUnexported(act{})); diff != "" {
		t.Error(diff)
	}
	if _, err := blocksOf("```console\n$ a\n"); err == nil {
		t.Error("a block that never ends is accepted")
	}
	if _, err := (&block{text: "réponse\n"}).acts(); err == nil {
		t.Error("an answer before any command is accepted")
	}
}

// TestEditText replaces what a diff takes away, in one place only.
func TestEditText(t *testing.T) {
	t.Parallel()
	if got, err := editText("a\nb\nc\n", " a\n-b\n+d\n"); err != nil || got != "a\nd\nc\n" {
		t.Errorf("editText() = %q, %v", got, err)
	}
	for name, text := range map[string]string{"nowhere": "a\n", "twice": "b\nb\n"} {
		if _, err := editText(text, "-b\n+c\n"); err == nil {
			t.Errorf("an edit that fits %s is accepted", name)
		}
	}
}
