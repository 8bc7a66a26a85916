package attacks

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"maps"
	"runtime"
	"slices"
	"testing"

	"recette/internal/pdf"
	"recette/internal/verify"
	"recette/reports"
)

// zeros gives n zeros, deflated.
func zeros(n int) []byte {
	var z bytes.Buffer
	w, _ := zlib.NewWriterLevel(&z, zlib.BestSpeed)
	block := make([]byte, 1<<20)
	for range n >> 20 {
		_, _ = w.Write(block) // a buffer takes everything
	}
	_ = w.Close()
	return z.Bytes()
}

// pictureOf is a PNG of some size and kind of colour, whatever its pixels are.
func pictureOf(width, height, kind int, pixels []byte) []byte {
	out := []byte("\x89PNG\r\n\x1a\n")
	chunk := func(name string, data []byte) {
		out = binary.BigEndian.AppendUint32(out, uint32(len(data)))
		at := len(out)
		out = append(append(out, name...), data...)
		out = binary.BigEndian.AppendUint32(out, crc32.ChecksumIEEE(out[at:]))
	}
	head := binary.BigEndian.AppendUint32(nil, uint32(width))
	chunk("IHDR", append(binary.BigEndian.AppendUint32(head, uint32(height)), 8, byte(kind), 0, 0, 0))
	chunk("IDAT", pixels)
	chunk("IEND", nil)
	return out
}

// What travels beside the data may ask for any room, all digests right: thumbnails are never decoded before their size
// is looked at, texts never read that no program writes, fonts never inflated to their end.
func TestBombs(t *testing.T) {
	w := newWorld(t)
	large := zeros(400 << 20)
	enclosed := func(name func(m *made) string, content []byte) func(w *world, m *made) []byte {
		return func(w *world, m *made) []byte {
			files := maps.Clone(w.contents(m.file))
			m.pv = w.enclose(m.pv, files, name(m), content)
			return w.draw(m.pv, m.pv, *m, m.texts, files)
		}
	}
	thumbnail := func(content []byte) func(w *world, m *made) []byte {
		return enclosed(func(m *made) string { return w.thumbnail(&m.pv) }, content)
	}
	texts := func(words reports.Words) func(w *world, m *made) []byte {
		return enclosed(func(*made) string { return reports.WordsName }, words.JSON())
	}
	changed := func(change func(f *forge)) func(w *world, m *made) []byte {
		return func(w *world, m *made) []byte { return edited(change)(w, *m) }
	}
	many := reports.Words{}
	for i := range 600_000 {
		many[fmt.Sprint(i)] = ""
	}
	for name, tt := range map[string]struct {
		make        func(w *world, m *made) []byte
		alone, near verify.Status
	}{
		"a thumbnail of 30,000 by 30,000": {
			thumbnail(pictureOf(30_000, 30_000, 2, zeros(1<<20))), verify.Conform, verify.NotConform,
		},
		"a thumbnail that inflates": {
			thumbnail(pictureOf(360, 240, 6, large)), verify.Conform, verify.NotConform,
		},
		"an opaque thumbnail that inflates": {
			thumbnail(pictureOf(360, 240, 2, large)), verify.Conform, verify.NotConform,
		},
		"many texts":  {texts(many), verify.NotConform, verify.NotConform},
		"a long text": {texts(reports.Words{"a": string(make([]byte, 8<<20))}), verify.NotConform, verify.NotConform},
		"a font that inflates": {changed(func(f *forge) {
			cid := f.d.Dict(f.d.Array(f.fonts()[0].Get("DescendantFonts"))[0])
			file := f.d.Dict(cid.Get("FontDescriptor")).Get("FontFile2").(pdf.Ref)
			old := f.d.Stream(file)
			f.objects[file.Num] = &pdf.Stream{Dict: old.Dict, Data: large}
		}), verify.NotConform, verify.NotConform},
		"a page that inflates": {changed(func(f *forge) {
			content := f.d.Dict(f.pages()[1]).Get("Contents").(pdf.Ref)
			f.objects[content.Num] = &pdf.Stream{Dict: f.d.Stream(content).Dict, Data: large}
		}), verify.NotConform, verify.NotConform},
	} {
		t.Run(name, func(t *testing.T) {
			w.t = t
			m := w.make()
			file := tt.make(w, &m)
			w.rendered(m, file)
			signed := w.sign(m, file)
			for alone, want := range map[bool]verify.Status{true: tt.alone, false: tt.near} {
				runtime.GC()
				var before, after runtime.MemStats
				runtime.ReadMemStats(&before)
				r := w.judge(signed, alone)
				runtime.ReadMemStats(&after)
				asked := (after.TotalAlloc - before.TotalAlloc) >> 20
				t.Logf("alone %t: %s, %d MiB asked for in all", alone, r.Status, asked)
				if r.Status != want {
					t.Errorf("alone %t: %s %v, want %s", alone, r.Status, codes(r), want)
				}
				for _, f := range r.Drawing.Findings {
					if f.Code == verify.NotDrawn && !slices.Contains([]string{"words", "data"}, f.Args[0]) {
						t.Errorf("alone %t: why nothing is drawn has no words: %q", alone, f.Args[0])
					}
				}
				if asked > 160 {
					t.Errorf("alone %t: %d MiB were asked for", alone, asked)
				}
			}
		})
	}
}
