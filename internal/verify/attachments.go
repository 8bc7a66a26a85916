package verify

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"

	"recette/internal/pdf"
)

// Digest is the hex SHA-256 of a file, by which journal and report name it.
func Digest(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

// Attachments gives the files embedded in the newest revision of a PDF, by name. It judges nothing: a signature may be
// missing or broken. It returns an error of the pdf.ErrPDF tree when the file cannot be read, and one when two
// attachments share a name, since a reader could then be shown either.
func Attachments(data []byte) (map[string][]byte, error) {
	d, err := pdf.Open(data)
	if err != nil {
		return nil, err
	}
	return attachments(d)
}

func attachments(d *pdf.Document) (map[string][]byte, error) {
	names := d.Array(d.Dict(d.Dict(d.Catalog().Get("Names")).Get("EmbeddedFiles")).Get("Names"))
	if len(names)%2 != 0 {
		return nil, fmt.Errorf("%w: embedded files", pdf.ErrStructure)
	}
	files := map[string][]byte{}
	for i := 0; i+1 < len(names); i += 2 {
		spec := d.Dict(names[i+1])
		name := d.Text(spec.Get("UF"))
		stream := d.Stream(d.Dict(spec.Get("EF")).Get("F"))
		if name == "" || stream == nil {
			return nil, fmt.Errorf("%w: embedded file %d", pdf.ErrStructure, i/2)
		}
		if _, twice := files[name]; twice {
			return nil, fmt.Errorf("%w: two embedded files named %q", pdf.ErrStructure, name)
		}
		content, err := d.Decode(stream)
		if err != nil {
			return nil, fmt.Errorf("embedded file %q: %w", name, err)
		}
		files[name] = content
	}
	return files, nil
}
