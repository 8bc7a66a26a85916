package html

import (
	"recette/internal/i18n"
	"recette/internal/livingdoc/model"
)

// Packed writes a single file whose bodies are packed, however small it is.
func Packed(d *model.Doc, words *i18n.Printer) (string, error) {
	p, err := single(d, words, &late{})
	if err != nil {
		return "", err
	}
	return p.String(), nil
}
