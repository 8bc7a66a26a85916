package picture

import (
	"bytes"
	"cmp"
	"context"
	"path"
	"strings"
)

// File is an attachment that is fit to be kept.
type File struct {
	Name, MIME string // MIME is empty where the content does not tell
	Body       []byte
}

// Fit makes one file fit to be kept: a picture is written anew. What it is shows in its content; the name, which is
// clean already, is shown and never believed. The errors are those of Clean.
func (l *Lab) Fit(ctx context.Context, name string, body []byte) (File, error) {
	f := File{Name: name, Body: body}
	switch kind := Sniff(body); {
	case kind != "":
		made, err := l.Clean(ctx, body)
		if err != nil {
			return f, err
		}
		ext := map[Kind]string{PNG: ".png", JPEG: ".jpg"}[made.Kind]
		return File{Name: stem(name, "image") + ext, MIME: "image/" + string(made.Kind), Body: made.Body}, nil
	case bytes.HasPrefix(body, []byte("%PDF-")):
		f.Name, f.MIME = stem(name, "document")+".pdf", "application/pdf"
	case name == "":
		f.Name = "texte.txt"
	}
	return f, nil
}

// stem gives a name without its extension.
func stem(name, none string) string { return cmp.Or(strings.TrimSuffix(name, path.Ext(name)), none) }
