package state

import "recette/internal/journal"

// Piece is an attachment that a fact about a row, or an anomaly, names.
type Piece struct {
	Case string // empty: of no row
	journal.EvidenceRef
}

// pieceOf names an attachment of a row.
type pieceOf struct{ sha256, row string }

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
		all, of := s.pieces[e.SHA256], pieceOf{e.SHA256, row}
		if at, known := s.pieceAt[of]; known {
			all[at].EvidenceRef = e
			continue
		}
		if s.pieces == nil {
			s.pieces, s.pieceAt = map[string][]Piece{}, map[pieceOf]int{}
		}
		s.pieceAt[of] = len(all)
		s.pieces[e.SHA256] = append(all, Piece{row, e})
	}
}
