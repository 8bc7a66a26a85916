package guard_test

import (
	"bytes"
	"errors"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"recette/internal/web/guard"
)

// sent makes a form with files: a pair is a text, a triple a file with its name.
func sent(t *testing.T, fields ...[]string) (body []byte, kind string) {
	t.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	for _, f := range fields {
		part, err := io.Writer(nil), error(nil)
		if len(f) == 3 {
			part, err = w.CreateFormFile(f[0], f[2])
		} else {
			part, err = w.CreateFormField(f[0])
		}
		if err != nil {
			t.Fatal(err)
		}
		part.Write([]byte(f[1]))
	}
	w.Close()
	return b.Bytes(), w.FormDataContentType()
}

// TestUpload: a form with files is read whole or refused, with what was typed (ASVS 5.0, 5.2.1).
func TestUpload(t *testing.T) {
	verdict, constat := []string{"verdict", "failed"}, []string{"constate", "rien"}
	file := func(n int, name string) []string { return []string{"fichier", strings.Repeat("x", n), name} }
	empty := []string{"fichier", "", ""}
	for name, tt := range map[string]struct {
		fields [][]string
		want   error
		texts  string
		files  map[string]int // bytes by name
	}{
		"texts and a file": {
			[][]string{verdict, file(3, "écran 1.png"), constat},
			nil, "constate=rien&verdict=failed",
			map[string]int{"écran 1.png": 3},
		},
		"two lines":                             {[][]string{{"constate", "a\r\nb"}}, nil, "constate=a%0Ab", nil},
		"a field for a file that nobody filled": {[][]string{verdict, empty}, nil, "verdict=failed", nil},
		"an empty file":                         {[][]string{file(0, "a.txt")}, nil, "", map[string]int{"a.txt": 0}},
		"a name that is a path": {
			[][]string{file(1, "../../../etc/passwd")}, nil, "", map[string]int{"../../../etc/passwd": 1},
		},
		"the largest": {[][]string{file(guard.MaxFile, "a")}, nil, "", map[string]int{"a": guard.MaxFile}},
		"a file too large, between texts": {
			[][]string{verdict, file(1, "b"), file(guard.MaxFile+1, "a"), constat},
			guard.ErrFile,
			"constate=rien&verdict=failed", nil,
		},
		"six files": {
			[][]string{
				file(1, "1"), file(1, "2"), file(1, "3"), file(1, "4"), file(1, "5"), file(1, "6"), constat,
			}, guard.ErrFiles, "constate=rien", nil,
		},
		"more than is read": {
			[][]string{
				verdict, file(20<<20, "1"), file(20<<20, "2"), file(20<<20, "3"), file(20<<20, "4"), constat,
			}, guard.ErrFiles, "verdict=failed", nil,
		},
		"a long text": {
			[][]string{{"constate", strings.Repeat("x", guard.MaxForm)}}, guard.ErrTooLarge, "", nil,
		},
		"a field without a name": {[][]string{{"", "x"}}, guard.ErrForm, "", nil},
	} {
		body, kind := sent(t, tt.fields...)
		r := httptest.NewRequest(http.MethodPost, "/?constate=of+the+address", bytes.NewReader(body))
		r.Header.Set("Content-Type", kind)
		texts, files, err := guard.Upload(httptest.NewRecorder(), r, func(int64) error { return nil })
		if !errors.Is(err, tt.want) || (err == nil) != (tt.want == nil) {
			t.Errorf("%s: error = %v, want %v", name, err, tt.want)
		}
		if got := texts.Encode(); got != tt.texts {
			t.Errorf("%s: texts %q, want %q", name, got, tt.texts)
		}
		var got map[string]int
		for _, f := range files {
			if got == nil {
				got = map[string]int{}
			}
			got[f.Name] = len(f.Body)
		}
		if diff := cmp.Diff(tt.files, got); diff != "" {
			t.Errorf("%s: files (-want +got)\n%s", name, diff)
		}
	}
}

// TestUpload_OfSomethingElse: what is no such form is read as any other, or refused.
func TestUpload_OfSomethingElse(t *testing.T) {
	whole, kind := sent(t, []string{"verdict", "failed"}, []string{"fichier", "x", "a.txt"})
	many := make([][]string, 101)
	for i := range many {
		many[i] = []string{"a", "b"}
	}
	lots, manyKind := sent(t, many...)
	for name, tt := range map[string]struct {
		body, kind string
		want       error
	}{
		"urlencoded":       {"verdict=failed", "application/x-www-form-urlencoded", nil},
		"mixed":            {string(whole), strings.Replace(kind, "form-data", "mixed", 1), nil},
		"cut":              {string(whole[:len(whole)-40]), kind, guard.ErrForm},
		"no boundary":      {string(whole), "multipart/form-data", guard.ErrForm},
		"another boundary": {string(whole), "multipart/form-data; boundary=other", guard.ErrForm},
		"many parts":       {string(lots), manyKind, guard.ErrForm},
		"no media type":    {"verdict=failed", "a/b/c", guard.ErrForm},
		"no disposition": {
			"--b\r\nContent-Type: text/plain\r\n\r\nx\r\n--b--\r\n", "multipart/form-data; boundary=b",
			guard.ErrForm,
		},
	} {
		r := httptest.NewRequest(http.MethodPost, "/", strings.NewReader(tt.body))
		r.Header.Set("Content-Type", tt.kind)
		_, files, err := guard.Upload(httptest.NewRecorder(), r, func(int64) error { return nil })
		if !errors.Is(err, tt.want) || (err == nil) != (tt.want == nil) || files != nil {
			t.Errorf("%s: %d files, error = %v, want %v", name, len(files), err, tt.want)
		}
	}
}

// TestUpload_NoRoom: without room for files none is kept, and what was typed comes all the same; a form that is
// small takes none.
func TestUpload_NoRoom(t *testing.T) {
	full := errors.New("full")
	for name, tt := range map[string]struct {
		bytes int
		want  error
	}{"large": {guard.MaxForm, full}, "small": {10, nil}} {
		body, kind := sent(t, []string{"fichier", strings.Repeat("x", tt.bytes), "a.txt"}, []string{"constate", "rien"})
		r := httptest.NewRequest(http.MethodPost, "/", bytes.NewReader(body))
		r.Header.Set("Content-Type", kind)
		asked := int64(0)
		texts, files, err := guard.Upload(httptest.NewRecorder(), r, func(n int64) error {
			asked = n
			return full
		})
		if !errors.Is(err, tt.want) || texts.Get("constate") != "rien" || len(files) > 0 != (tt.want == nil) {
			t.Errorf("%s: %v, %d files, %v", name, texts, len(files), err)
		}
		if tt.want != nil && asked != int64(len(body)) {
			t.Errorf("%s: room for %d bytes is asked, want %d", name, asked, len(body))
		}
	}
}

// hurried is an answer that tells whether more time was asked for.
type hurried struct {
	*httptest.ResponseRecorder
	patient bool
}

func (h *hurried) SetReadDeadline(time.Time) error  { h.patient = true; return nil }
func (h *hurried) SetWriteDeadline(time.Time) error { h.patient = true; return nil }

// TestTexts: what was typed is read without its files, and without waiting for them.
func TestTexts(t *testing.T) {
	body, kind := sent(t, []string{"constate", "rien"}, []string{"fichier", "x", "a.txt"}, []string{"motif", "non"})
	for name, tt := range map[string]struct{ body, kind, want string }{
		"with files":    {string(body), kind, "constate=rien&motif=non"},
		"without files": {"constate=rien", "application/x-www-form-urlencoded", "constate=rien"},
	} {
		r := httptest.NewRequest(http.MethodPost, "/", strings.NewReader(tt.body))
		r.Header.Set("Content-Type", tt.kind)
		w := &hurried{ResponseRecorder: httptest.NewRecorder()}
		texts, err := guard.Texts(w, r)
		if err != nil || texts.Encode() != tt.want || w.patient {
			t.Errorf("%s: %v, %v, patient: %v", name, texts, err, w.patient)
		}
	}
}
