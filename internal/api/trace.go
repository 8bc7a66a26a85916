package api

import (
	"fmt"
	"io"

	"recette/internal/matrix"
	"recette/reports"
)

// Matrix is the document of "recette trace", whose schema is its version: matrix.Schema.
type Matrix = matrix.Matrix

// WriteMatrix writes a matrix as Write does, its long lists element by element. It returns matrix.ErrFormat for one of
// another version.
func WriteMatrix(w io.Writer, m *Matrix) error {
	if err := m.Validate(); err != nil {
		return err
	}
	if err := reports.CanonicalJSON(w, m); err != nil {
		return fmt.Errorf("write the matrix as JSON: %w", err)
	}
	return nil
}
