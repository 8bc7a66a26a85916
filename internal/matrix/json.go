package matrix

import (
	"fmt"
	"io"

	"recette/reports"
)

// JSON writes the matrix as its JSON document: the struct, indented, UTF-8, a final newline. Long lists are written
// element by element.
func JSON(w io.Writer, m Matrix) error {
	if err := m.Validate(); err != nil {
		return err
	}
	if err := reports.CanonicalJSON(w, &m); err != nil {
		return fmt.Errorf("write the matrix as JSON: %w", err)
	}
	return nil
}
