package evidence_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"image"
	"image/jpeg"
	"image/png"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"

	"recette/internal/evidence"
	"recette/internal/fault"
	"recette/runner/protocol"
)

func newStore(t *testing.T, limit int64) (*evidence.Store, string) {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "evidence")
	s, err := evidence.New(evidence.Options{Dir: dir, Limit: limit})
	if err != nil {
		t.Fatal(err)
	}
	return s, dir
}

func pngBytes(t *testing.T, w, h int) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, w, h))); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// hugePNG claims 20 000 by 20 000 pixels in a few bytes.
func hugePNG(t *testing.T) []byte {
	t.Helper()
	b := pngBytes(t, 1, 1)
	binary.BigEndian.PutUint32(b[16:], 20000)
	binary.BigEndian.PutUint32(b[20:], 20000)
	binary.BigEndian.PutUint32(b[29:], crc32.ChecksumIEEE(b[12:29]))
	return b
}

func jpegBytes(t *testing.T) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, image.NewGray(image.Rect(0, 0, 8, 8)), nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func webp(chunk string, payload ...byte) []byte {
	b := append([]byte("RIFF\x40\x00\x00\x00WEBP"+chunk+"\x10\x00\x00\x00"), payload...)
	return append(b, make([]byte, 64)...)
}

func TestPut(t *testing.T) {
	tests := map[string]struct {
		name    string
		content []byte
		mime    string
		err     error
	}{
		"png":                   {"écran.png", pngBytes(t, 4, 4), "image/png", nil},
		"png with another name": {"notes.txt", pngBytes(t, 4, 4), "image/png", nil},
		"jpeg":                  {"photo.JPG", jpegBytes(t), "image/jpeg", nil},
		"webp lossless":         {"a.webp", webp("VP8L", 0x2f, 0x07, 0xc0, 0x01, 0), "image/webp", nil},
		"webp lossy":            {"a.webp", webp("VP8 ", 0, 0, 0, 0x9d, 1, 0x2a, 8, 0, 8, 0), "image/webp", nil},
		"webp extended":         {"a.webp", webp("VP8X", 0, 0, 0, 0, 7, 0, 0, 7, 0, 0), "image/webp", nil},
		"webp too large": {
			"a.webp", webp("VP8X", 0, 0, 0, 0, 0xff, 0xff, 0, 0xff, 0xff, 0), "", evidence.ErrImage,
		},
		"webp of an unknown kind": {"a.webp", webp("VP9 "), "", evidence.ErrImage},
		"webp cut short":          {"a.webp", []byte("RIFF\x40\x00\x00\x00WEBPVP8X"), "", evidence.ErrImage},
		"pdf":                     {"bon.pdf", []byte("%PDF-1.7\n"), "application/pdf", nil},
		"log":                     {"app.log", []byte("\x1b[31mErreur\x1b[0m à 10 h\n"), "text/plain", nil},
		"windows log":             {"app.log", []byte("d\xe9but\r\n"), "text/plain; charset=windows-1252", nil},
		"har":                     {"trace.har", []byte(`{"log":{}}`), "application/json", nil},
		"json without a name":     {"", []byte(`{"a":1}`), "text/plain", nil},
		"html is text":            {"page.html", []byte("<html><script>alert(1)</script>"), "text/plain", nil},
		"a sentence as a name":    {"Relevé 1.2", []byte("vu"), "text/plain", nil},
		"svg": {
			"logo.svg", []byte("<svg xmlns='http://www.w3.org/2000/svg'/>"), "", evidence.ErrType,
		},
		"script":                   {"a.js", []byte("alert(1)"), "", evidence.ErrType},
		"zip":                      {"a.zip", []byte("PK\x03\x04\x00\x00"), "", evidence.ErrType},
		"executable named as text": {"a.txt", []byte("MZ\x90\x00\x03\x00"), "", evidence.ErrType},
		"gif polyglot":             {"a.png", []byte("GIF89a/*<script>\x00"), "", evidence.ErrType},
		"png magic, then a script": {
			"a.png", []byte("\x89PNG\r\n\x1a\n<script>alert(1)</script>"), "", evidence.ErrImage,
		},
		"png bomb":           {"a.png", hugePNG(t), "", evidence.ErrImage},
		"empty":              {"a.txt", nil, "", evidence.ErrEmpty},
		"too large":          {"a.txt", bytes.Repeat([]byte("x"), 4097), "", evidence.ErrTooLarge},
		"as large as may be": {"a.txt", bytes.Repeat([]byte("x"), 4096), "text/plain", nil},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			s, dir := newStore(t, 4096)
			// One byte at a time: a character may be cut anywhere.
			ref, err := s.Put(t.Context(), &oneByte{tt.content}, tt.name)
			if !errors.Is(err, tt.err) || (err == nil) != (tt.err == nil) {
				t.Fatalf("Put() = %v, want %v", err, tt.err)
			}
			if tt.err != nil {
				if !errors.Is(err, evidence.ErrRefused) {
					t.Errorf("%v is not ErrRefused", err)
				}
				if files := list(t, s); len(files) != 0 {
					t.Errorf("a refused attachment left %v", files)
				}
				return
			}
			if ref.MIME != tt.mime || ref.Size != int64(len(tt.content)) {
				t.Errorf("Put() = %+v, want type %s", ref, tt.mime)
			}
			got := read(t, s, ref.SHA256)
			if !bytes.Equal(got, tt.content) {
				t.Error("content differs")
			}
			info, err := os.Stat(filepath.Join(dir, ref.SHA256[:2], ref.SHA256))
			if err != nil || info.Mode().Perm() != 0o400 {
				t.Errorf("mode %v, %v; want 0400", info.Mode(), err)
			}
		})
	}
}

type oneByte struct{ b []byte }

func (o *oneByte) Read(p []byte) (int, error) {
	if len(o.b) == 0 {
		return 0, io.EOF
	}
	p[0], o.b = o.b[0], o.b[1:]
	return 1, nil
}

func read(t *testing.T, s *evidence.Store, address string) []byte {
	t.Helper()
	r, err := s.Open(address)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	b, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func list(t *testing.T, s *evidence.Store) []string {
	t.Helper()
	var paths []string
	for e, err := range s.List(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		paths = append(paths, e.Path)
	}
	return paths
}

func TestPutTwice(t *testing.T) {
	s, dir := newStore(t, 0)
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			if _, err := s.Put(t.Context(), strings.NewReader("même contenu"), "a.txt"); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if got := list(t, s); len(got) != 1 {
		t.Errorf("files = %v, want one", got)
	}
	if info, err := os.Stat(dir); err != nil || info.Mode().Perm() != 0o700 {
		t.Errorf("directory mode %v, %v; want 0700", info.Mode(), err)
	}
}

// TestPutHeals: the good copy in hand replaces a damaged one.
// TestRefusalSaysWhatItIs: people do not know the types of their files.
// TestPutMakesNamesDurable: after Put a power cut takes neither the file's name nor that of its directory, whoever made
// the directory: another process may have died between making it and making its name durable.
func TestPutMakesNamesDurable(t *testing.T) {
	s, dir := newStore(t, 0)
	first, err := s.Put(t.Context(), strings.NewReader("un"), "a.txt")
	if err != nil {
		t.Fatal(err)
	}
	sub := filepath.Join(dir, first.SHA256[:2])

	other, err := evidence.New(evidence.Options{Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	var synced []string
	broken := errors.New("disk")
	fail := true
	other.OnSync(func(d string, sync func(string) error) error {
		synced = append(synced, d)
		if fail {
			return broken
		}
		return sync(d)
	})
	if ref,
		err := other.Put(
		t.Context(), strings.NewReader("un"), "a.txt",
	); !errors.Is(err, broken) || ref != (evidence.Ref{}) {
		t.Errorf("Put() = %+v, %v while the disk fails, want nothing", ref, err)
	}
	fail, synced = false, nil
	for range 2 {
		if _, err := other.Put(t.Context(), strings.NewReader("un"), "a.txt"); err != nil {
			t.Fatal(err)
		}
	}
	want := []string{dir, filepath.Dir(dir), sub, sub}
	if diff := cmp.Diff(want, synced); diff != "" {
		t.Errorf("directories made durable (-want +got):\n%s", diff)
	}
}

func TestPutHeals(t *testing.T) {
	s, dir := newStore(t, 0)
	ref, err := s.Put(t.Context(), strings.NewReader("bon"), "a.txt")
	if err != nil {
		t.Fatal(err)
	}
	overwrite(t, filepath.Join(dir, ref.SHA256[:2], ref.SHA256), []byte("bof"))
	if err := s.Verify(t.Context(), ref.SHA256, ref.Size); !errors.Is(err, evidence.ErrAltered) {
		t.Fatalf("Verify() = %v, want ErrAltered", err)
	}
	if _, err := s.Put(t.Context(), strings.NewReader("bon"), "a.txt"); err != nil {
		t.Fatal(err)
	}
	if err := s.Verify(t.Context(), ref.SHA256, ref.Size); err != nil {
		t.Error(err)
	}
}

func overwrite(t *testing.T, path string, b []byte) {
	t.Helper()
	if err := os.Chmod(path, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, b, 0o600); err != nil {
		t.Fatal(err)
	}
}

// TestDamage is row D10 of the damage matrix: bit flip, truncation, missing, wrong name, extra.
func TestDamage(t *testing.T) {
	s, dir := newStore(t, 0)
	put := func(content string) evidence.Ref {
		t.Helper()
		ref, err := s.Put(t.Context(), strings.NewReader(content), "a.txt")
		if err != nil {
			t.Fatal(err)
		}
		return ref
	}
	at := func(r evidence.Ref) string { return filepath.Join(dir, r.SHA256[:2], r.SHA256) }
	flipped, short, gone, swapped, other := put("flipped"), put("short"), put("gone"), put("swapped"), put("other")
	overwrite(t, at(flipped), []byte("flippee"))
	overwrite(t, at(short), []byte("sho"))
	if err := errors.Join(os.Remove(at(gone)), os.Remove(at(swapped)), os.Link(at(other), at(swapped))); err != nil {
		t.Fatal(err)
	}
	for name, tt := range map[string]struct {
		ref  evidence.Ref
		want error
	}{
		"flipped": {flipped, evidence.ErrAltered}, "short": {short, evidence.ErrAltered},
		"gone":    {gone, evidence.ErrMissing},
		"swapped": {swapped, evidence.ErrAltered}, "other": {other, nil},
		"path": {evidence.Ref{SHA256: "../../../../etc/passwd", Size: 1}, evidence.ErrAddress},
	} {
		if err := s.Verify(t.Context(), tt.ref.SHA256, tt.ref.Size); !errors.Is(err, tt.want) {
			t.Errorf("%s: Verify() = %v, want %v", name, err, tt.want)
		}
	}
	extra := filepath.Join(dir, "ab", "thumbs.db")
	if err := errors.Join(
		os.MkdirAll(filepath.Dir(extra), 0o700), os.WriteFile(extra, []byte("x"), 0o600),
	); err != nil {
		t.Fatal(err)
	}
	var orphans []string
	for e, err := range s.Orphans(t.Context(), func(a string) bool { return a != other.SHA256 }) {
		if err != nil {
			t.Fatal(err)
		}
		orphans = append(orphans, filepath.Base(e.Path))
	}
	if len(orphans) != 2 || !strings.Contains(strings.Join(orphans, " "), "thumbs.db") || !strings.Contains(
		strings.Join(orphans, " "), other.SHA256,
	) {
		t.Errorf("orphans = %v", orphans)
	}
}

func TestPutStops(t *testing.T) {
	s, _ := newStore(t, 0)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := s.Put(ctx, strings.NewReader("x"), "a.txt"); !errors.Is(err, context.Canceled) {
		t.Errorf("Put() = %v, want canceled", err)
	}
	boom := errors.New("boom")
	if _,
		err := s.Put(
		t.Context(), io.MultiReader(strings.NewReader("x"), errReader{boom}), "a.txt",
	); !errors.Is(err, boom) {
		t.Errorf("Put() = %v, want the reader's error", err)
	}
	if got := list(t, s); len(got) != 0 {
		t.Errorf("left %v", got)
	}
}

type errReader struct{ err error }

func (e errReader) Read([]byte) (int, error) { return 0, e.err }

// TestPutFollowsNoLink: a directory of the store that is a link would take attachments out of the project.
func TestPutFollowsNoLink(t *testing.T) {
	s, dir := newStore(t, 0)
	if err := errors.Join(os.MkdirAll(dir, 0o700), os.Symlink(t.TempDir(), filepath.Join(dir, "tmp"))); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Put(t.Context(), strings.NewReader("x"), "a.txt"); err == nil {
		t.Error("Put() followed a link")
	}
}

func FuzzPut(f *testing.F) {
	f.Add([]byte("texte"), "a.txt")
	f.Add([]byte("\x89PNG\r\n\x1a\n\x00"), "a.png")
	f.Add([]byte("RIFF    WEBPVP8X              "), "")
	f.Add([]byte("\xff\xd8\xff\xe0"), "..")
	dir := f.TempDir()
	s, err := evidence.New(evidence.Options{Dir: dir})
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, content []byte, name string) {
		ctx := context.Background() // the test's own ends with the time given to fuzzing
		ref, err := s.Put(ctx, bytes.NewReader(content), name)
		if err != nil {
			if !errors.Is(err, evidence.ErrRefused) {
				t.Fatal(err)
			}
			return
		}
		if err := s.Verify(ctx, ref.SHA256, int64(len(content))); err != nil {
			t.Fatal(err)
		}
		if strings.ContainsAny(ref.Name, "/\\\x00\n") {
			t.Fatalf("name %q", ref.Name)
		}
	})
}

// TestRemove: what is removed is gone for every reader, and only that.
func TestRemove(t *testing.T) {
	s, dir := newStore(t, 0)
	ref, err := s.Put(t.Context(), strings.NewReader("à effacer"), "a.txt")
	if err != nil {
		t.Fatal(err)
	}
	kept, err := s.Put(t.Context(), strings.NewReader("à garder"), "b.txt")
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Remove(t.Context(), ref.SHA256); err != nil {
		t.Fatal(err)
	}
	for what, err := range map[string]error{
		"removed again": s.Remove(t.Context(), ref.SHA256), "verified": s.Verify(t.Context(), ref.SHA256, ref.Size),
		"never there": s.Remove(t.Context(), strings.Repeat("ab", 32)),
	} {
		if !errors.Is(err, evidence.ErrMissing) {
			t.Errorf("%s: %v, want ErrMissing", what, err)
		}
	}
	if err := s.Remove(t.Context(), "../../etc/passwd"); !errors.Is(err, evidence.ErrAddress) {
		t.Errorf("no address: %v, want ErrAddress", err)
	}
	if err := s.Verify(t.Context(), kept.SHA256, kept.Size); err != nil {
		t.Errorf("the other one: %v (%s)", err, dir)
	}
}

// TestPut_TellsTheCauseAlone: what is recorded of evidence that could not be stored is the word of the system, without
// the program's own.
func TestPut_TellsTheCauseAlone(t *testing.T) {
	t.Parallel()
	s, _ := newStore(t, 0)
	broken := errors.New("plus de place")
	_, err := s.Put(t.Context(), iotest.ErrReader(broken), "a.txt")
	if !errors.Is(err, broken) {
		t.Fatalf("Put = %v, want %v", err, broken)
	}
	want := protocol.Words(broken.Error())
	if diff := cmp.Diff(want, fault.Message(fmt.Errorf("attach: %w", err))); diff != "" {
		t.Errorf("what is told (-want +got):\n%s", diff)
	}
}
