package pdf_test

import (
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"

	"recette/internal/pdf"
)

// The packet is XML that a parser of the standard library reads, whatever the texts hold, and says what was asked.
func TestMetadataAreXML(t *testing.T) {
	o := options(1)
	o.Title, o.Subject = "A & B < C > \"D\" \x01 é 𝄞", "]]> <rdf:li>"
	out, err := pdf.Finalise(report(t, 1), o)
	if err != nil {
		t.Fatal(err)
	}
	d := open(t, out)
	packet := d.Stream(d.Catalog().Get("Metadata"))
	if packet.Dict.Has("Filter") {
		t.Error("the packet is compressed")
	}
	var text []string
	dec := xml.NewDecoder(strings.NewReader(string(packet.Data)))
	for {
		tok, err := dec.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		if c, ok := tok.(xml.CharData); ok && strings.TrimSpace(string(c)) != "" {
			text = append(text, string(c))
		}
	}
	got := strings.Join(text, "\n")
	for _, want := range []string{
		"3\nB\napplication/pdf\nA & B < C > \"D\" \uFFFD é 𝄞", "Équipe recette", "]]> <rdf:li>", "fr-FR",
		"2026-11-23T09:30:00+01:00", "recette test",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("the packet lacks %q:\n%s", want, got)
		}
	}
	if got, _ := d.String(d.Dict(d.Trailer().Get("Info")).Get("CreationDate")); got != "D:20261123093000+01'00'" {
		t.Errorf("CreationDate = %s", got)
	}
}
