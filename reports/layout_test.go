package reports

import (
	"bytes"
	"compress/zlib"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"regexp"
	"strings"
	"testing"
)

var (
	deflated = regexp.MustCompile(`(?s)/FlateDecode.{0,400}?>>\nstream\n`)
	length   = regexp.MustCompile(`/Length \d+`)
)

// drawing gives what a PDF of this package draws, whatever the version of Go that deflated it: its objects with their
// streams in clear, without lengths and places.
func drawing(t *testing.T, file []byte) []byte {
	t.Helper()
	var out bytes.Buffer
	for {
		at := deflated.FindIndex(file)
		if at == nil {
			break
		}
		out.Write(file[:at[1]])
		rest := bytes.NewReader(file[at[1]:])
		z, err := zlib.NewReader(rest)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.Copy(&out, z); err != nil {
			t.Fatal(err)
		}
		end := bytes.Index(file[at[1]:], []byte("endstream"))
		if left := len(file) - at[1] - rest.Len(); left > end {
			end = left
		}
		file = file[at[1]+end:]
	}
	file, _, _ = bytes.Cut(file, []byte("xref\n0 "))
	out.Write(file)
	return length.ReplaceAll(out.Bytes(), nil)
}

// The pages of a PV never change under the number of a layout: whoever verifies one that was signed draws it again. A
// change that is wanted takes the next number, and -update writes its digests; those of a number that was released
// stay.
func TestLayoutHoldsThePages(t *testing.T) {
	var got strings.Builder
	for _, lang := range []string{"fr", "en"} {
		pv, o := fixture(), frenchOptions(t)
		pv.Language, o.Texts = lang, loadTexts(t, lang)
		file, _ := render(t, pv, o)
		sum := sha256.Sum256(drawing(t, file))
		fmt.Fprintf(&got, "%d %s %s\n", Layout, lang, hex.EncodeToString(sum[:]))
	}
	const golden = "testdata/layouts.txt"
	data, err := os.ReadFile(golden)
	if err != nil && !*update {
		t.Fatal(err)
	}
	var others, want strings.Builder
	for line := range strings.Lines(string(data)) {
		if strings.HasPrefix(line, fmt.Sprint(Layout, " ")) {
			want.WriteString(line)
		} else {
			others.WriteString(line)
		}
	}
	if *update {
		if err := os.WriteFile(golden, []byte(others.String()+got.String()), 0o600); err != nil {
			t.Fatal(err)
		}
		return
	}
	if got.String() != want.String() {
		t.Errorf("the pages changed and Layout is still %d:\n%swant\n%s", Layout, got.String(), want.String())
	}
}

// What a producer wrote as the texts of a document is read back, and nothing else is.
func TestReadWords(t *testing.T) {
	words := frenchWords()
	got, err := ReadWords(words.JSON())
	if err != nil || len(got) != len(words) {
		t.Fatalf("%d of %d texts, %v", len(got), len(words), err)
	}
	if got.Text("reports.step.number", "3") != "pas\u00a03" || got.Text("reports.none") != "aucune" {
		t.Error("a text is not worded")
	}
	for name, text := range map[string]string{
		"doubled key": "{\n  \"a\": \"1\",\n  \"a\": \"2\"\n}\n", "order": "{\n  \"b\": \"1\",\n  \"a\": \"2\"\n}\n",
		"empty": "{}\n", "other type": "{\n  \"a\": 1\n}\n", "more": "{\n  \"a\": \"1\"\n}\n\n", "none": "",
	} {
		if _, err := ReadWords([]byte(text)); err == nil {
			t.Errorf("%s: read", name)
		}
	}
}
