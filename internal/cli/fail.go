package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strings"
	"time"

	rights "recette/internal/access"
	"recette/internal/answers"
	application "recette/internal/app"
	"recette/internal/campaign"
	"recette/internal/campaign/advice"
	"recette/internal/campaign/fact"
	"recette/internal/campaign/gap"
	"recette/internal/campaign/roster"
	"recette/internal/durable"
	"recette/internal/execution"
	"recette/internal/i18n"
	"recette/internal/recette"
	"recette/internal/term"
	"recette/internal/workspace"
)

// Exit codes are a contract; "recette help codes" prints them.
const (
	exitOK        = 0
	exitFindings  = 1   // findings, failed scenarios, criteria not met
	exitUsage     = 2   // usage or configuration
	exitFeatures  = 3   // features unreadable
	exitEnv       = 4   // database, disk, network, a tool that is missing
	exitRefused   = 5   // refused by rights or policy
	exitIntegrity = 6   // the record does not verify
	exitNothing   = 7   // nothing selected
	exitInternal  = 10  // a defect of the product
	exitStopped   = 130 // interrupted
)

// failure is an error on its way to the reader: a code, a sentence by key, a hint by key, and the exit code.
type failure struct {
	code  string // "E012"
	key   string // text of the sentence: fail.<key>; its hint is fail.<key>.hint
	args  []any
	exit  int
	cause error // shown after the sentence when it says more
}

func (f *failure) Error() string { return fmt.Sprintf("%s %s %v: %v", f.code, f.key, f.args, f.cause) }
func (f *failure) Unwrap() error { return f.cause }

// sentence words a failure, without its cause.
func (f *failure) sentence(p *i18n.Printer) string { return p.T("fail."+f.key, echoed(f.args)...) }

// sentenceOf words an error where only a sentence fits, with what it knows beyond its class, else with its cause.
func (a *app) sentenceOf(err error) string {
	f := classify(err)
	text := f.sentence(a.words)
	if more := detail(a.words, err); more != "" {
		return a.words.T("fail.with", text, more)
	}
	if f.cause != nil && !f.repeats() {
		text += " (" + technical(a.words, f.cause) + ")"
	}
	return text
}

// repeats tells that the cause says nothing more than the sentence does: it ends with the error that the sentence
// words, behind the names of what was done.
func (f *failure) repeats() bool {
	text := f.cause.Error()
	return causeKey(f.cause) == "" && !strings.Contains(text, "\n") &&
		slices.ContainsFunc(sentinels(), func(s sentinel) bool {
			return s.key == f.key && errors.Is(f.cause, s.is) && strings.HasSuffix(text, s.is.Error())
		})
}

// errFindings and its like end a command whose output already said everything: only the exit code is left to give.
type quiet int

func (q quiet) Error() string { return fmt.Sprintf("exit %d", int(q)) }

// fail makes a failure of the class that key names in the table of failures.
func fail(key string, cause error, args ...any) *failure {
	class, ok := classes()[key]
	if !ok {
		class = classes()["internal"]
	}
	return &failure{code: class.code, key: key, args: args, exit: class.exit, cause: cause}
}

type class struct {
	code string
	exit int
}

// printFailure prints err in the reader's language and gives the exit code.
func printFailure(w io.Writer, p *i18n.Printer, err error) int {
	if err == nil {
		return exitOK
	}
	if q, ok := errors.AsType[quiet](err); ok {
		if rest := beside(err); rest != nil {
			return max(int(q), printFailure(w, p, rest))
		}
		return int(q)
	}
	f := classify(err)
	say(w, p.T("fail.line", f.code, f.sentence(p)))
	if detail := detail(p, err); detail != "" {
		say(w, "  "+detail)
	} else if f.cause != nil && !f.repeats() {
		tell(w, term.Block("  ", technical(p, f.cause)))
	}
	if hint := f.hint(p, err); hint != "" {
		say(w, "→ "+hint)
	}
	return f.exit
}

// hint says what to do about a failure; empty when nothing is known.
func (f *failure) hint(p *i18n.Printer, err error) string {
	if d, ok := errors.AsType[*rights.DeniedError](err); ok {
		if way := otherWay(p, d); way != "" {
			return way
		}
	}
	if hint := "fail." + f.key + ".hint"; p.Has(hint) {
		return p.T(hint, echoed(f.args)...)
	}
	return ""
}

// beside gives what was joined to a quiet end: a database that did not close, say, must not pass unsaid.
func beside(err error) error {
	joined, ok := err.(interface{ Unwrap() []error })
	if !ok {
		return nil
	}
	var rest []error
	for _, e := range joined.Unwrap() {
		if _, said := errors.AsType[quiet](e); !said {
			rest = append(rest, e)
		}
	}
	return errors.Join(rest...)
}

// plain reports whether a failure needs no technical cause after its sentence: the reader's own act is the cause.
func plain(key string) bool {
	switch key {
	case "campaign-closed", "not-attested", "deviations", "no-result", "session-present", "derogation-unknown",
		"derogation-answered", "delegation-unknown", "delegation-ended", "user-holds", "erase-holding",
		"user-revoked", "user-same", "user-last-admin", "user-branch", "erase-nobody", "sign-not-theirs",
		"no-criterion", "criterion-measured", "reserve-blocking",
		"session-absent", "session-phase", "suspended", "suspended-already", "suspended-not", "gap-proposal",
		"gap-original", "signature-turn", "pv-signed", "pv-overtaken", "sign-order", "sign-unknown", "nothing",
		"nothing-executed", "nothing-judged", "no-database", "no-go", "busy", "keys-held", "attempt", "no-log-key",
		"log-other", "log-key-other", "key-undeclared", "key-later",
		"unanchored", "record-gone", "diverged", "heads-gone", "schema", "unsealed", "restore-nothing":
		return true
	}
	return false
}

// detail is what a typed error knows beyond its class, in the reader's language.
func detail(p *i18n.Printer, err error) string {
	if d, ok := errors.AsType[*rights.DeniedError](err); ok {
		return whyNot(p, d)
	}
	if d, ok := errors.AsType[*rights.DutyError](err); ok {
		rule := p.T("access.duty." + string(d.Rule))
		if len(d.About) > 0 {
			rule += p.T("access.duty.about", strings.Join(d.About, ", "))
		}
		return p.T("access.cause.duty", d.Rule.Number(), rule)
	}
	if e, ok := errors.AsType[*fact.RouteError](err); ok && e.Next != nil {
		return nextOf(p, e.Next)
	}
	if e, ok := errors.AsType[*workspace.PlanError](err); ok && len(e.Known) > 0 {
		return p.T("plan.known", strings.Join(e.Known, ", "))
	}
	if e, ok := errors.AsType[*fact.LongError](err); ok {
		return p.T("campaign.field." + e.Field)
	}
	if f, ok := errors.AsType[*campaign.FieldError](err); ok {
		text := p.T("campaign.field." + f.Field)
		if flag := flagOf(f.Field); flag != "" {
			text += " (`" + flag + "`)"
		}
		return text
	}
	if u, ok := errors.AsType[*gap.UnknownError](err); ok {
		key := "fail.anomaly-unknown.detail"
		if errors.Is(err, gap.ErrUnknownReserve) {
			key = "fail.reserve-unknown.detail"
		}
		return p.T(key, clip(u.Number, mostEchoed))
	}
	if e, ok := errors.AsType[*gap.LifeError](err); ok {
		return p.T("fail.gap-life.detail", lifeWord(p, e.Status))
	}
	if n, ok := errors.AsType[*answers.NoneError](err); ok {
		return p.T("fail.no-answer.detail", n.Case, n.Step+1, n.Text)
	}
	if e, ok := errors.AsType[*answers.EvidenceError](err); ok && errors.Is(err, campaign.ErrNoEvidence) {
		return p.T("fail.answer.detail", e.Case, e.Step+1, p.T("test.evidence.refused", e.Path, whyRefused(p, e.Err)))
	}
	if a, ok := errors.AsType[*execution.AnswerError](err); ok {
		return p.T("fail.answer.detail", a.Case, a.Step+1, refusal(p, a))
	}
	return ""
}

// flagOf gives the option that says a value of a fact, empty when none does.
func flagOf(field string) string {
	switch field {
	case "reason", "text", "summary", "severity", "class", "build", "subject", "present", "due", "to", "effect",
		"until", "again", "role", "perimeter", "owner", "about", "criterion":
		return "--" + field
	case "fixed_by":
		return "--by"
	case "agreed":
		return "--agreed-by"
	case "lift":
		return "--lift-by"
	case "points":
		return "--point"
	}
	return ""
}

// refusal says what an answer breaks: what it misses, or what cannot be recorded.
func refusal(p *i18n.Printer, a *execution.AnswerError) string {
	field := p.T("campaign.field." + a.Field)
	if a.Missing {
		return p.T("fail.answer.missing", field)
	}
	return p.T("fail.answer.invalid", field)
}

// retestFailure says what is wrong with a re-test.
func retestFailure(e *gap.RetestError) *failure {
	key := map[recette.RetestFlaw]string{
		recette.RetestByFixer: "retest-by-fixer", recette.RetestVerdict: "retest-not-conform",
		recette.RetestEarly: "retest-before-fix", recette.RetestOpen: "retest-unfinished",
		recette.RetestReplaced: "retest-superseded", recette.RetestElsewhere: "retest-other-case",
		recette.RetestContested: "retest-contested", recette.RetestDue: "retest-to-replay",
		recette.RetestUnread: "retest-unread", recette.RetestAmended: "retest-amended",
		recette.RetestBuild: "retest-other-build",
	}[e.Flaw]
	return fail(cmp.Or(key, "retest-no-retest"), nil, e.Number, e.Case)
}

// readingFailure says why a result may not be read over.
func readingFailure(e *advice.ReadingError) *failure {
	key := map[recette.ReadingFlaw]string{
		recette.ReadingUnasked: "review-unasked", recette.ReadingNothing: "review-nothing",
		recette.ReadingOld: "review-old", recette.ReadingDone: "review-done", recette.ReadingOwn: "review-own",
		recette.ReadingDelegate: "review-delegate", recette.ReadingRole: "review-role",
	}[e.Flaw]
	return fail(cmp.Or(key, "review-nothing"), nil, e.Case)
}

// amendFailure says why a result may not be corrected.
func amendFailure(e *campaign.AmendError) *failure {
	key := map[recette.AmendFlaw]string{
		recette.AmendNothing: "amend-nothing", recette.AmendOld: "amend-old", recette.AmendContested: "amend-contested",
		recette.AmendDue: "amend-due", recette.AmendTaken: "amend-taken", recette.AmendForeign: "amend-foreign",
		recette.AmendSession: "amend-session", recette.AmendStep: "amend-step", recette.AmendSame: "amend-same",
		recette.AmendEnded: "amend-ended",
	}[e.Flaw]
	return fail(cmp.Or(key, "amend-nothing"), nil, e.Case, e.Step)
}

// lifeWord words the status of an anomaly or of a reserve; one of a later version stands as it is.
func lifeWord(p *i18n.Printer, status string) string {
	for _, key := range []string{"anomaly.status.", "reserve.status."} {
		if p.Has(key + status) {
			return p.T(key + status)
		}
	}
	return status
}

// classify finds the failure in err, or makes one from the sentinels that packages document.
func classify(err error) *failure {
	if errors.Is(err, context.Canceled) { // whatever it kept from being done
		return fail("stopped", nil)
	}
	if f, ok := errors.AsType[*failure](err); ok {
		return f
	}
	if s, ok := errors.AsType[*workspace.SecretError](err); ok {
		if s.Address {
			return fail("weak-address", nil, s.Name)
		}
		return fail("weak-secret", nil, s.Name, workspace.SecretLength, workspace.SecretPlain)
	}
	if other, ok := errors.AsType[*campaign.BuildError](err); ok {
		if other.Asked {
			return fail("asked-build", nil, other.Frozen, other.Deployed)
		}
		return fail("other-build", nil, other.Frozen, other.Deployed)
	}
	if c, ok := errors.AsType[*campaign.ClockError](err); ok {
		return fail("clock", nil, c.Now.UTC().Format(time.RFC3339), c.Last)
	}
	if f, ok := storyFailure(err); ok {
		return f
	}
	if e, ok := errors.AsType[*gap.RetestError](err); ok {
		return retestFailure(e)
	}
	if e, ok := errors.AsType[*campaign.AmendError](err); ok {
		return amendFailure(e)
	}
	if e, ok := errors.AsType[*advice.ReadingError](err); ok {
		return readingFailure(e)
	}
	if f, ok := routeFailure(err); ok {
		return f
	}
	if e, ok := errors.AsType[*campaign.PlannedError](err); ok {
		return fail("erase-planned", err, several(e.Campaigns))
	}
	if e, ok := errors.AsType[*campaign.NamedAgainError](err); ok {
		return fail("named-again", nil, several(e.Places))
	}
	if e, ok := errors.AsType[*campaign.StandsError](err); ok {
		return fail("erase-stands", nil, several(e.Campaigns))
	}
	if e, ok := errors.AsType[*fact.LongError](err); ok {
		return fail("too-long", nil, e.Most)
	}
	if e, ok := errors.AsType[*advice.AttestorError](err); ok {
		if e.Left {
			return fail("attestor-left", nil, e.Who)
		}
		return fail("attestor", nil, e.Who)
	}
	if e, ok := errors.AsType[*fact.PersonError](err); ok {
		if e.Near != "" {
			return fail("nobody-named-near", nil, cmp.Or(flagOf(e.Field), e.Field), clip(e.Said, mostEchoed), e.Near)
		}
		return fail("nobody-named", nil, cmp.Or(flagOf(e.Field), e.Field), clip(e.Said, mostEchoed))
	}
	if e, ok := errors.AsType[*fact.ChoiceError](err); ok {
		if len(e.Choices) == 0 {
			return fail("no-choice", nil, cmp.Or(flagOf(e.Field), e.Field), e.Said)
		}
		return fail("bad-choice", nil, cmp.Or(flagOf(e.Field), e.Field), clip(e.Said, mostEchoed),
			several(nearest(nearFirst(e.Said, e.Choices))))
	}
	if e, ok := errors.AsType[*roster.AlikeError](err); ok {
		return fail("user-alike", nil, e.Name, e.Other)
	}
	if e, ok := errors.AsType[*gap.LifeError](err); ok {
		return fail("gap-life", nil, e.Number)
	}
	if e, ok := errors.AsType[*gap.TermsError](err); ok {
		return fail("reserve-terms", nil, e.Decision)
	}
	if e, ok := errors.AsType[*gap.CitedError](err); ok {
		return fail("gap-cited", nil, e.Number, e.Decision)
	}
	if l, ok := errors.AsType[*workspace.LayoutError](err); ok {
		return fail("editorconfig", l.Err, l.Path)
	}
	if k, ok := errors.AsType[*application.KeyError](err); ok && !full(k.Err) {
		return fail("log-key-file", k.Err, k.Path)
	}
	if f, ok := errors.AsType[*durable.FileError](err); ok && !full(f.Err) {
		if errors.Is(f.Err, durable.ErrChanged) {
			return fail("file-changed", nil, f.Path)
		}
		if errors.Is(f.Err, fs.ErrExist) {
			return fail("exists", nil, f.Path)
		}
		return fail("file", f.Err, f.Path)
	}
	for _, s := range sentinels() {
		if errors.Is(err, s.is) {
			if classes()[s.key].exit == exitUsage || plain(s.key) {
				return fail(s.key, nil) // the sentence and the command line say it all
			}
			return fail(s.key, err)
		}
	}
	if full(err) {
		return fail("disk-full", err)
	}
	if path, ok := pathOf(err); ok {
		return fail("file", err, path)
	}
	return fail("internal", err)
}
