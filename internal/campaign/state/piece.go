package state

import (
	"slices"

	"recette/internal/journal"
)

// Piece is an attachment that a fact about a row, or an anomaly, names.
type Piece struct {
	Case string // empty: of no row
	journal.EvidenceRef
}

// Pieces gives what facts say of an attachment, by its content, one for each row.
func (s *State) Pieces(sha256 string) []Piece { return s.pieces[sha256] }

// attach keeps which rows an attachment is of. Those of other facts are not shown with the rows.
func (s *State) attach(l *journal.Leaf) {
	row := ""
	switch {
	case l.Result != nil:
		row = l.Result.Case
	case l.Anomaly != nil:
		a := s.Anomaly(l.Anomaly.Number)
		if a == nil {
			return
		}
		row = a.Case
	default:
		return
	}
	for e := range l.EvidenceRefs() {
		all := s.pieces[e.SHA256]
		if at := slices.IndexFunc(all, func(p Piece) bool { return p.Case == row }); at >= 0 {
			all[at].EvidenceRef = e
			continue
		}
		if s.pieces == nil {
			s.pieces = map[string][]Piece{}
		}
		s.pieces[e.SHA256] = append(all, Piece{row, e})
	}
}
