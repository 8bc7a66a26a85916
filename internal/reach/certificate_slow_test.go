package reach

import (
	"crypto/tls"
	"crypto/x509"
	"log/slog"
	"testing"
	"time"
)

// TestCertificates_Slow: whoever looks whether the certificate changed makes nobody else wait.
func TestCertificates_Slow(t *testing.T) {
	at := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	first, next := &tls.Certificate{Leaf: &x509.Certificate{}}, &tls.Certificate{Leaf: &x509.Certificate{}}
	looking, done := make(chan struct{}), make(chan struct{})
	slow := false
	load := func(time.Time, string) (*tls.Certificate, string, error) {
		if !slow {
			return first, "1", nil
		}
		close(looking)
		<-done
		return next, "2", nil
	}
	c, err := newCertificates(func() time.Time { return at }, slog.New(slog.DiscardHandler), load)
	if err != nil {
		t.Fatal(err)
	}
	slow, at = true, at.Add(time.Minute)
	who, others := make(chan *tls.Certificate, 1), make(chan *tls.Certificate, 1)
	go func() { who <- c.current() }()
	<-looking
	go func() { others <- c.current() }()
	select {
	case got := <-others:
		if got != first {
			t.Error("the others are given another certificate")
		}
	case <-time.After(5 * time.Second):
		t.Error("the others wait for the disk")
	}
	close(done)
	if <-who != next {
		t.Error("the new certificate is not given")
	}
}
