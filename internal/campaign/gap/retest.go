package gap

import (
	"regexp"
	"strings"

	"recette/internal/access"
	"recette/internal/campaign/fact"
	"recette/internal/campaign/state"
	"recette/internal/journal"
	"recette/internal/recette"
)

// token is how a build is named: "b117", "2.4.0-rc.1+build.7", a commit. It stands in the journal as it is, and nothing
// erases it: words about people have no place there.
var token = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._+:/@#~-]{0,63}$`)

// checkBuild refuses a build that is not named, or neither as builds are nor as one that the campaign was played on.
func checkBuild(v fact.View, build string) error {
	switch {
	case recette.Blank(build):
		return fact.Missing("build")
	case token.MatchString(build) && strings.ContainsAny(build, "0123456789"):
		return nil
	}
	for n := 1; n <= v.Plan.Number(); n++ {
		if v.Plan.At(n).Build == build {
			return nil
		}
	}
	return fact.Invalid("build")
}

// checkFix refuses a correction in no build, or by nobody of the campaign: one who corrected under a name that nobody
// knows would show it themselves.
func checkFix(v fact.View, build, by string) error {
	if err := checkBuild(v, build); err != nil {
		return err
	}
	_, err := v.Named("fixed_by", by)
	return err
}

// known gives a name as the campaign spells it, once it was judged.
func known(v fact.View, name string) string {
	spelled, _ := v.Named("", name)
	return spelled
}

// fix says which build corrects, and who did it: by the reference of a participant when it is one.
func fix(v fact.View, d *fact.Draft, build, by string) *journal.Fix {
	f := &journal.Fix{Build: build}
	if by = known(v, by); by == "" {
		by, f.Ref = v.Actor.Name, v.Actor.Ref
	} else {
		f.Ref = v.RefOf(by)
	}
	f.By = d.Text("fixed_by", by)
	return f
}

// shown is a correction, and the attempt that should show it.
type shown struct {
	number string // of the gap
	by     Retest
	fix    *journal.Fix  // nil when nobody says that it is corrected
	after  int64         // position of the correction
	said   journal.Actor // who announced it
	reason string        // why, when it is of another build

	elsewhere bool // the attempt is of a case on which nobody found the gap
}

// own gives who of the correction is behind the attempt that should show it, or closes, and whether they played it.
func (x *shown) own(v fact.View, last *state.Attempt) (who string, tested bool) {
	if x.fix == nil {
		return "", false
	}
	fixer := recette.Fixer{Ref: x.fix.Ref, By: x.said.Ref, Role: recette.Role(x.said.Role)}
	return fixer.Own(v.Actor.Ref, func(ref string) bool { return last != nil && last.Judged(ref) })
}

// retest judges the attempt that should show a correction, and names it.
func retest(v fact.View, x shown) (*journal.Retest, error) {
	r := x.by
	refuse := func(what recette.RetestFlaw) (*journal.Retest, error) {
		return nil, &RetestError{Number: x.number, Case: r.Case, Attempt: r.Attempt, Flaw: what}
	}
	if r.Case == "" {
		return nil, fact.Missing("retest")
	}
	cs := v.State.Case(r.Case)
	if cs == nil {
		return refuse(noAttempt)
	}
	last := cs.Last
	if who, tested := x.own(v, last); who != "" {
		by := access.Action("") // somebody else closes
		if tested {
			by = access.Record // somebody else plays it again
		}
		if v.BreakBy(access.FixerCloses, by, who) != nil {
			return refuse(recette.RetestByFixer)
		}
	}
	switch {
	case x.fix != nil && x.elsewhere:
		return refuse(recette.RetestElsewhere)
	case last == nil || x.fix == nil:
		return refuse(noAttempt)
	}
	if r.Attempt == 0 {
		r.Attempt = last.Number
	}
	flaw := recette.Retest{
		Closed: last.Closed, Verdict: cs.Verdict(), After: last.Leaves[0] > x.after,
		Replaced: r.Attempt != last.Number, OtherBuild: v.Plan.At(last.Iteration).Build != x.fix.Build,
		Explained: !recette.Blank(x.reason), Elsewhere: x.elsewhere, Contested: last.Contested != nil,
		Amended: last.Amended,
		Hold:    v.State.Hold(cs),
	}.Flaw()
	if flaw != recette.RetestSound {
		return refuse(flaw)
	}
	return &journal.Retest{Case: r.Case, Attempt: r.Attempt}, nil
}
