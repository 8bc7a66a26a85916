package reach

import (
	"crypto/tls"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"recette/internal/bounded"
)

// soonTime is how long before its end a certificate is to be renewed by whoever made it.
const soonTime = 15 * 24 * time.Hour

// lookAgain is how often a server looks whether its certificate changed.
const lookAgain = 2 * time.Second

// Certificates gives a server its certificate, which may change while it runs. It is safe for concurrent use.
type Certificates struct {
	now  func() time.Time
	log  *slog.Logger
	load loader

	taken atomic.Pointer[tls.Certificate]

	looking sync.Mutex // of who looks whether it changed; the others do not wait for a disk
	looked  time.Time
	stamp   string // of what was looked at last, taken or not
}

// loader gives a certificate and what it is known by; nil when it is still known by stamp.
type loader func(now time.Time, stamp string) (*tls.Certificate, string, error)

// FromFiles gives the certificate of files for hosts. It returns a *Fault for what no browser should meet.
func FromFiles(cert, key string, hosts []string, now func() time.Time, log *slog.Logger) (*Certificates, error) {
	return newCertificates(now, log, func(at time.Time, stamp string) (*tls.Certificate, string, error) {
		is := stampOf(cert) + stampOf(key)
		if is == stamp {
			return nil, is, nil
		}
		c, err := ReadPair(cert, key)
		if err == nil {
			err = sound(c, hosts, at)
		}
		return c, is, err
	})
}

func newCertificates(now func() time.Time, log *slog.Logger, load loader) (*Certificates, error) {
	c := &Certificates{now: now, log: log, load: load, looked: now()}
	first, stamp, err := load(c.looked, "")
	c.stamp = stamp
	c.taken.Store(first)
	return c, err
}

// Config is how a server speaks TLS: what the language takes for safe, 1.2 at least.
func (c *Certificates) Config() *tls.Config {
	return &tls.Config{
		MinVersion:     tls.VersionTLS12,
		GetCertificate: func(*tls.ClientHelloInfo) (*tls.Certificate, error) { return c.current(), nil },
	}
}

// Expired tells whether the certificate that is given is over.
func (c *Certificates) Expired() bool { return !c.now().Before(c.current().Leaf.NotAfter) }

// current gives the certificate as it stands. One that cannot be taken leaves that before it, and is told of once.
func (c *Certificates) current() *tls.Certificate {
	if !c.looking.TryLock() {
		return c.taken.Load()
	}
	defer c.looking.Unlock()
	now := c.now()
	if now.Sub(c.looked).Abs() < lookAgain {
		return c.taken.Load()
	}
	c.looked = now
	next, stamp, err := c.load(now, c.stamp)
	switch {
	case err != nil && stamp != c.stamp:
		c.log.Error("certificate", "event", "kept the one before", "error", err.Error())
	case err == nil && next != nil:
		c.taken.Store(next)
		c.log.Info("certificate", "event", "taken", "until", next.Leaf.NotAfter.UTC().Format(time.RFC3339))
	}
	c.stamp = stamp
	return c.taken.Load()
}

// stampOf is what a file is known by until it changes.
func stampOf(path string) string {
	info, err := os.Stat(path)
	if err != nil {
		return err.Error()
	}
	return fmt.Sprintf("%s %d %d %o;", path, info.ModTime().UnixNano(), info.Size(), info.Mode())
}

// ReadPair reads a certificate and its key: KeyOpen, Unread.
func ReadPair(cert, key string) (*tls.Certificate, error) {
	chain, err := bounded.ReadFile(cert, bounded.Document)
	if err != nil {
		return nil, &Fault{Code: Unread, Key: "tls_cert", Args: []any{cert}, Err: err}
	}
	secret, err := readKey(key)
	if err != nil {
		return nil, err
	}
	c, err := tls.X509KeyPair(chain, secret)
	if err != nil {
		return nil, &Fault{Code: Unread, Key: "tls_cert", Args: []any{cert}, Err: err}
	}
	return &c, nil
}

// readKey reads a key that nobody but its owner reads.
func readKey(path string) ([]byte, error) {
	info, err := os.Stat(path)
	switch {
	case err != nil:
	case !info.Mode().IsRegular():
		err = fs.ErrInvalid
	case info.Mode().Perm()&0o077 != 0:
		return nil, &Fault{Code: KeyOpen, Key: "tls_key", Args: []any{path, info.Mode().Perm().String()}}
	}
	var secret []byte
	if err == nil {
		secret, err = bounded.ReadFile(path, bounded.Document)
	}
	if err != nil {
		return nil, &Fault{Code: Unread, Key: "tls_key", Args: []any{path}, Err: err}
	}
	return secret, nil
}

// sound refuses a certificate that browsers would warn of: Expired, Early, Unnamed.
func sound(c *tls.Certificate, hosts []string, now time.Time) error {
	switch leaf := c.Leaf; {
	case !now.Before(leaf.NotAfter):
		return &Fault{Code: Expired, Key: "tls_cert", Args: []any{leaf.NotAfter}}
	case now.Before(leaf.NotBefore):
		return &Fault{Code: Early, Key: "tls_cert", Args: []any{leaf.NotBefore}}
	default:
		if i := slices.IndexFunc(hosts, func(h string) bool { return leaf.VerifyHostname(h) != nil }); i >= 0 {
			return &Fault{Code: Unnamed, Key: "tls_cert", Args: []any{hosts[i]}}
		}
	}
	return nil
}

// Lasting refuses what sound does, and a certificate that is about to expire: Soon.
func Lasting(c *tls.Certificate, hosts []string, now time.Time) error {
	if err := sound(c, hosts, now); err != nil {
		return err
	}
	if c.Leaf.NotAfter.Sub(now) < soonTime {
		return &Fault{Code: Soon, Key: "tls_cert", Args: []any{c.Leaf.NotAfter}}
	}
	return nil
}
