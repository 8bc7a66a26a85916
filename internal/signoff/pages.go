package signoff

import (
	"context"
	"slices"

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
// refused too: it cannot say what would be signed. A document is judged once.
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
	why = slices.DeleteFunc(why, func(f verify.Finding) bool { return f.Status == verify.Conform })
	if d.judged = true; len(why) > 0 {
		d.refused = &NotConformError{Findings: why}
	}
	return d.refused
}

// faults gives the findings that make a PV not conform, those that a signature is still to mend aside.
func faults(list []verify.Finding) (out []verify.Finding) {
	for _, f := range list {
		if (f.Status == verify.NotConform || f.Exceeds()) && f.Code != verify.SignatureMissing {
			out = append(out, f)
		}
	}
	return out
}
