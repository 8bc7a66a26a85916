package verify_test

import (
	"crypto/x509"
	"errors"
	"runtime"
	"testing"

	"recette/internal/hostile"
	"recette/internal/verify"
)

// most is what one judgement may allocate in all, what it gives back included: several times what it may keep.
const most = 1 << 30

// judged gives the report of some bytes, when they are a PDF: no panic, and no more memory than was promised.
func judged(t *testing.T, data []byte, o verify.Options) *verify.Report {
	t.Helper()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	r, err := verify.PDF(t.Context(), data, o)
	runtime.ReadMemStats(&after)
	if n := after.TotalAlloc - before.TotalAlloc; n > most {
		t.Fatalf("%d MiB were asked of the system for %d bytes", n>>20, len(data))
	}
	if err != nil && !errors.Is(err, verify.ErrUnreadable) {
		t.Fatal(err)
	}
	return r
}

// Whatever the bytes: no panic, and no verdict but that of the file that was signed.
func FuzzPDF(f *testing.F) {
	p := conduct(f)
	s := p.issuePV("adhesion")
	f.Add(s.po.PDF)
	f.Add(s.base)
	f.Add([]byte("%PDF-1.7\n%%EOF\n"))
	f.Add([]byte{})
	for _, h := range hostile.Files() {
		if h.Quick {
			f.Add(h.Make())
		}
	}
	anchors := []*x509.Certificate{p.authority.Certificate}
	good := verify.Digest(s.po.PDF)
	f.Fuzz(func(t *testing.T, data []byte) {
		r := judged(t, data, verify.Options{Anchors: anchors})
		if r != nil && r.Status == verify.Conform && r.SHA256 != good {
			t.Fatalf("another file is conform: %v", all(r))
		}
	})
}

// Whatever travels inside, repeated as often as it likes.
func FuzzAttachments(f *testing.F) {
	f.Add([]byte(`{"schema":"recette/pv/1","cases":[`), []byte(`{},`), uint16(9000), []byte(`{"v":1}`))
	f.Add([]byte(`{"schema":"recette/pv/1","journal":{"leaves":[`), []byte(`{"proof":["a"]},`), uint16(9), []byte(`{}`))
	f.Add([]byte(`{"schema":"recette/pv/1","zz":`), []byte(`[`), uint16(60000), []byte(`{"v":1,"cases":[{},{}]}`))
	f.Add([]byte(`{"schema":"recette/pv/1","title":"`), []byte("\\n"), uint16(60000), []byte{})
	f.Fuzz(func(t *testing.T, head, again []byte, n uint16, plan []byte) {
		if r := judged(t, hostile.Joined(head, again, int(n), plan), verify.Options{}); r == nil {
			t.Fatal("a PDF is called none")
		} else if r.Status == verify.Conform {
			t.Fatal("conform")
		}
	})
}
