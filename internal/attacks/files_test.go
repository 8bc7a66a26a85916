package attacks

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"image"
	"image/color"
	"image/png"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"recette/internal/journal"
	"recette/internal/verify"
	"recette/reports"
)

// enclose gives a PV that names a file with its digest, and the files with it.
func (w *world) enclose(pv reports.PV, files map[string][]byte, name string, content []byte) reports.PV {
	w.t.Helper()
	pv.Files = slices.Clone(pv.Files)
	i := slices.IndexFunc(pv.Files, func(f reports.File) bool { return f.Name == name })
	if i < 0 {
		w.t.Fatalf("no file %s", name)
	}
	sum := sha256.Sum256(content)
	pv.Files[i].SHA256, pv.Files[i].Size = hex.EncodeToString(sum[:]), int64(len(content))
	files[name] = content
	return pv
}

// thumbnail gives the name of the only thumbnail.
func (w *world) thumbnail(pv *reports.PV) string {
	w.t.Helper()
	for _, f := range pv.Files {
		if f.Of != "" {
			return f.Name
		}
	}
	w.t.Fatal("no thumbnail")
	return ""
}

// repainted is a thumbnail of the same size, with other pixels.
func (w *world) repainted(content []byte) []byte {
	w.t.Helper()
	old, err := png.Decode(bytes.NewReader(content))
	w.must(err)
	m := image.NewRGBA(old.Bounds())
	for y := range m.Rect.Dy() {
		for x := range m.Rect.Dx() {
			m.SetRGBA(x, y, color.RGBA{0, 0xA0, 0, 0xFF})
		}
	}
	var b bytes.Buffer
	w.must(png.Encode(&b, m))
	return b.Bytes()
}

// consistent is a file whose pages are drawn from its own data and files, all digests right: only what they say lies.
type consistent struct {
	change func(w *world, pv reports.PV, files map[string][]byte) reports.PV
	alone  verify.Status // of whoever has the file alone
	near   verify.Status // of whoever has the project
	want   verify.Code
}

func fileAttacks() map[string]consistent {
	layout := func(n int) func(*world, reports.PV, map[string][]byte) reports.PV {
		return func(_ *world, pv reports.PV, _ map[string][]byte) reports.PV {
			pv.Layout = n
			return pv
		}
	}
	return map[string]consistent{
		"texts that call a failure conform": {func(w *world, pv reports.PV, files map[string][]byte) reports.PV {
			texts, err := words("fr")
			w.must(err)
			texts["reports.verdict.failed"] = texts["reports.verdict.passed"]
			return w.enclose(pv, files, reports.WordsName, texts.JSON())
		}, verify.Indeterminate, verify.Indeterminate, verify.WordsUnknown},
		"texts of another language": {func(w *world, pv reports.PV, files map[string][]byte) reports.PV {
			texts, err := words("en")
			w.must(err)
			return w.enclose(pv, files, reports.WordsName, texts.JSON())
		}, verify.NotConform, verify.NotConform, verify.Derived},
		"a thumbnail of something else": {func(w *world, pv reports.PV, files map[string][]byte) reports.PV {
			name := w.thumbnail(&pv)
			return w.enclose(pv, files, name, w.repainted(files[name]))
		}, verify.Conform, verify.NotConform, verify.ThumbnailMismatch},
		"a thumbnail cut": {func(w *world, pv reports.PV, files map[string][]byte) reports.PV {
			pv.Files = slices.Clone(pv.Files)
			pv.Files[1].Width = 10
			return pv
		}, verify.Conform, verify.NotConform, verify.ThumbnailMismatch},
		"a layout that does not exist": {layout(99), verify.Indeterminate, verify.Indeterminate, verify.WordsUnknown},
		"a negative layout":            {layout(-1), verify.NotConform, verify.NotConform, verify.Attached},
		"no layout":                    {layout(0), verify.NotConform, verify.NotConform, verify.Attached},
		"annexes that are no choice": {func(_ *world, pv reports.PV, _ map[string][]byte) reports.PV {
			pv.Printed = []string{"D"}
			return pv
		}, verify.NotConform, verify.NotConform, verify.Derived},
		"annexes out of order": {func(_ *world, pv reports.PV, _ map[string][]byte) reports.PV {
			pv.Printed = []string{"C", "A"}
			return pv
		}, verify.NotConform, verify.NotConform, verify.Derived},
		"another time zone": {func(_ *world, pv reports.PV, _ map[string][]byte) reports.PV {
			pv.TimeZone = "Asia/Tokyo"
			return pv
		}, verify.NotConform, verify.NotConform, verify.HeaderMismatch},
		"a file of evidence that nobody recorded": {func(w *world, pv reports.PV, files map[string][]byte) reports.PV {
			old := w.thumbnail(&pv)
			of := verify.Digest([]byte("rien"))
			pv.Files = append(slices.Clone(pv.Files), pv.Files[1])
			pv.Files[2].Name, pv.Files[2].Of = "thumbnail-"+of+".png", of
			files[pv.Files[2].Name] = files[old]
			return pv
		}, verify.NotConform, verify.NotConform, verify.Attached},
		"a file under a name of its own": {func(w *world, pv reports.PV, files map[string][]byte) reports.PV {
			pv.Files = append(slices.Clone(pv.Files), reports.File{
				Name: "note.txt", SHA256: verify.Digest([]byte("oui")), Size: 3,
			})
			files["note.txt"] = []byte("oui")
			return pv
		}, verify.NotConform, verify.NotConform, verify.Attached},
		"a file whose digest is another's": {func(w *world, pv reports.PV, files map[string][]byte) reports.PV {
			files[w.thumbnail(&pv)] = w.repainted(files[w.thumbnail(&pv)])
			return pv
		}, verify.NotConform, verify.NotConform, verify.AttachedDigest},
	}
}

// Whoever owns the project has the real writer draw pages from texts, thumbnails and layouts of their own: pages and
// data agree, and what they lie about is known to the program, to the evidence, or said not to be verified.
func TestFilesThatLie(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for name, a := range fileAttacks() {
		t.Run(name, func(t *testing.T) {
			w.t = t
			m := w.make()
			files := maps.Clone(w.contents(m.file))
			pv := a.change(w, m.pv, files)
			texts, err := reports.ReadWords(files[reports.WordsName])
			w.must(err)
			file := w.draw(pv, pv, m, texts, files)
			w.rendered(m, file)
			if found := w.refused(file); len(found) == 0 {
				t.Error("nothing says why it may not be signed")
			}
			m.pv, m.texts = pv, texts
			signed := w.sign(m, file)
			for alone, want := range map[bool]verify.Status{true: a.alone, false: a.near} {
				r := w.judge(signed, alone)
				if found := codes(r); r.Status != want || want != verify.Conform && found[a.want] != want {
					t.Errorf("alone %t: %s %v, want %s by %s", alone, r.Status, found, want, a.want)
				}
				asserted := slices.ContainsFunc(r.Drawing.Findings, func(f verify.Finding) bool {
					return f.Code == verify.ThumbnailsAsserted
				})
				if named := slices.ContainsFunc(pv.Files, func(f reports.File) bool { return f.Of != "" }); asserted !=
					(alone && named) && a.want != verify.Attached {
					t.Errorf("alone %t: thumbnails are said not to be verified: %t", alone, asserted)
				}
			}
		})
	}
}

// A number that this program does not draw does not hide pages that lie: they are not said to be compared, and nobody
// is led to sign them. Pages that are those of the data are compared all the same, a PV of before layouts among them.
func TestOtherLayouts(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for name, tt := range map[string]struct {
		layout int
		lies   bool
		want   verify.Status
		code   verify.Code
	}{
		"no layout":                   {0, false, verify.Indeterminate, verify.WordsUnproven},
		"no layout, pages that lie":   {0, true, verify.Indeterminate, verify.PagesNotCompared},
		"a later one":                 {reports.Layout + 1, false, verify.Indeterminate, verify.WordsUnknown},
		"a later one, pages that lie": {reports.Layout + 1, true, verify.Indeterminate, verify.PagesNotCompared},
	} {
		t.Run(name, func(t *testing.T) {
			w.t = t
			m := w.make()
			files := w.contents(m.file)
			texts, err := reports.ReadWords(files[reports.WordsName])
			w.must(err)
			data := m.pv
			if data.Layout = tt.layout; tt.layout == 0 {
				data.TimeZone, data.Files = "", nil
				data.Derivation, data.Openings, data.Identities = 0, nil, nil // one of before has none of it
				data.Journal.Leaves, data.Documents = withoutPapers(data.Journal.Leaves), nil
			}
			pages := data
			if tt.lies {
				pages.Decision.Decision = "accepted"
			}
			file := w.draw(pages, data, m, texts, files)
			w.rendered(m, file)
			if len(w.refused(file)) == 0 {
				t.Error("nothing says why it may not be signed")
			}
			m.pv = data
			r := w.judge(w.sign(m, file), true)
			if found := codes(r); r.Status != tt.want || found[tt.code] != tt.want && tt.code != "" {
				t.Errorf("%s %v, want %s by %s", r.Status, found, tt.want, tt.code)
			}
			want := verify.OtherLayout
			if tt.lies {
				want = verify.NotCompared
			}
			if r.Drawing.Compared != want {
				t.Errorf("pages are said to be %s, want %s", r.Drawing.Compared, want)
			}
		})
	}
}

// What the product makes is conform, alone and beside the project, and both are led to sign it.
func TestHonest(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	m := w.make()
	w.rendered(m, m.file)
	signed := w.sign(m, m.file)
	for _, alone := range []bool{true, false} {
		if r := w.judge(signed, alone); r.Status != verify.Conform || r.Drawing.Compared != verify.Redrawn {
			t.Errorf("alone %t: %s %v, pages %s", alone, r.Status, codes(r), r.Drawing.Compared)
		}
	}
}

// withoutPapers gives leaves as a PV of before held them: none of PVs.
func withoutPapers(leaves []reports.Leaf) []reports.Leaf {
	return slices.DeleteFunc(slices.Clone(leaves), func(l reports.Leaf) bool {
		return bytes.Contains(l.Raw, []byte(`"kind":"`+string(journal.KindPVRendered)+`"`)) ||
			bytes.Contains(l.Raw, []byte(`"kind":"`+string(journal.KindPVSigned)+`"`))
	})
}

// pageTexts gives the text of the pages of a PV.
func (w *world) pageTexts(file []byte) string {
	w.t.Helper()
	if _, err := exec.LookPath("pdftotext"); err != nil {
		w.t.Skip("SKIPPED: needs pdftotext")
	}
	path := filepath.Join(w.t.TempDir(), "pv.pdf")
	w.must(os.WriteFile(path, file, 0o600))
	out, err := exec.Command("pdftotext", "-layout", path, "-").Output()
	w.must(err)
	return strings.NewReplacer("\u00a0", " ", "\u202f", " ").Replace(string(out))
}

// A PV that prints none of the annexes that it may leave out is conform, and its pages show the failure all the same:
// what was observed, the anomaly, the reserve.
func TestAnnexesLeftOut(t *testing.T) {
	t.Parallel()
	w := newWorldOf(t, 40)
	m := w.make()
	if m.pv.Printed == nil || len(m.pv.Printed) > 0 {
		t.Fatalf("40 cases print %v, want none of the annexes", m.pv.Printed)
	}
	w.rendered(m, m.file)
	signed := w.sign(m, m.file)
	if r := w.judge(signed, true); r.Status != verify.Conform {
		t.Errorf("%s, want conform: %v", r.Status, codes(r))
	}
	text := w.pageTexts(signed)
	for _, words := range []string{"rien ne vient", "ANO-0001", "Courriel en retard", "(jointe, non imprimée)"} {
		if !strings.Contains(text, words) {
			t.Errorf("the pages do not show %q", words)
		}
	}
}
