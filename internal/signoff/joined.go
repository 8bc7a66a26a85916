package signoff

import (
	"context"

	"recette/internal/verify"
	"recette/reports"
)

// joined gives the signed constats that a PV carries: the files that the journal names, of the plan that the PV is of.
// One of an iteration of before is of other texts or of another build: it stays apart.
func (s *Service) joined(
	ctx context.Context, doc *reports.PV, find func(sha256 string) ([]byte, bool),
) []reports.Enclosure {
	if find == nil {
		return nil
	}
	return reports.Joined(doc, func(c reports.Constat) ([]byte, bool) {
		data, ok := find(c.SHA256)
		if !ok || verify.Digest(data) != c.SHA256 {
			return nil, false
		}
		of, err := Read(ctx, data)
		return data, err == nil && of.PV.Reference.Manifest == doc.Reference.Manifest
	})
}
