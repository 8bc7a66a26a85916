package signoff

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"

	"recette/internal/replay"
	"recette/internal/verify"
	"recette/reports"
)

// Pages gives the judge of the pages of PVs, with the texts of this program. Thumbnails are compared with the evidence
// at hand; nil is none.
func Pages(words func(language string) (reports.Words, error), evidence Evidence) verify.Pages {
	return replay.Judge{Words: words, Evidence: pictures(evidence)}.Pages
}

// checkPages refuses a PV whose pages are not what its data draw, or whose data are not those of the journal that they
// name (*NotConformError): nobody is led to sign what the data do not tell. Pages that this program cannot draw are
// refused too, and those of a program whose rules or layout had no number yet: it cannot say what would be signed. A
// document is judged once.
func (s *Service) checkPages(ctx context.Context, d *Document) error {
	if d.judged {
		return d.refused
	}
	r, err := verify.PDF(ctx, d.Data, verify.Options{Pages: Pages(s.Words, s.Evidence)})
	if err != nil {
		return err
	}
	var why []verify.Finding
	for _, list := range [][]verify.Finding{r.Content, r.Changes} {
		why = append(why, faults(list)...)
	}
	if r.Drawing != nil {
		why = append(why, r.Drawing.Findings...)
	} else { // what was found of the content is why nothing was drawn
		why = append(why, r.Content...)
	}
	if d.PV.Derivation == 0 {
		why = append(why, verify.Finding{
			Code: verify.Underived, Status: verify.Indeterminate, Args: []string{"derivation"},
		})
	}
	if !reports.Draws(d.PV.Layout) {
		why = append(why, verify.Finding{Code: verify.PagesOtherLayout, Status: verify.Indeterminate, Args: []string{
			strconv.Itoa(d.PV.Layout), strconv.Itoa(reports.Nearest(d.PV.Layout)),
		}})
	}
	for i := range r.Joined {
		why = append(why, faults(r.Joined[i].Findings)...)
	}
	why = slices.DeleteFunc(why, func(f verify.Finding) bool { return f.Status == verify.Conform })
	if d.judged = true; len(why) > 0 {
		d.refused = &NotConformError{Findings: why}
	}
	return d.refused
}

// affordable refuses a PV whose verification, pages included, exceeds the budget of one file.
func (s *Service) affordable(ctx context.Context, data []byte) error {
	r, err := verify.PDF(ctx, data, verify.Options{Pages: Pages(s.Words, s.Evidence)})
	switch {
	case errors.Is(err, verify.ErrUnreadable):
		return fmt.Errorf("%w: %w", ErrTooLarge, err) // it is ours: its size alone makes it so
	case err != nil:
		return err
	}
	all := slices.Concat(r.Content, r.Changes)
	for i := range r.Joined {
		all = append(all, r.Joined[i].Findings...)
	}
	if r.Drawing != nil {
		all = append(all, r.Drawing.Findings...)
	}
	if slices.ContainsFunc(all, verify.Finding.Exceeds) {
		return ErrTooLarge
	}
	return nil
}

// lasting lists the doubts that nothing would ever lift from what was signed: a decision dated before what it judges,
// texts that nothing proves, facts that break the rules.
func lasting() []verify.Code {
	return []verify.Code{
		verify.DecidedEarly, verify.WordsAbsent, verify.WordsUnproven, verify.FrozenLate, verify.StepRules,
		verify.CaseUnverified, verify.DecisionRules, verify.DecidedApart, verify.AnomalyLowered, verify.AnomalyRules,
		verify.ReserveRules, verify.NoteRules, verify.PVRules, verify.Unpublished, verify.MessageUnshown,
		verify.NamesOrder,
	}
}

// faults gives the findings that make a PV not conform, those that a signature is still to mend aside, and the doubts
// that last.
func faults(list []verify.Finding) (out []verify.Finding) {
	for _, f := range list {
		lasts := f.Status == verify.Indeterminate && slices.Contains(lasting(), f.Code)
		if (f.Status == verify.NotConform || f.Exceeds() || lasts) && f.Code != verify.SignatureMissing {
			out = append(out, f)
		}
	}
	return out
}
