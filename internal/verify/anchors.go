package verify

import (
	"crypto/x509"
	"encoding/pem"
	"errors"
	"slices"
)

// ErrNoCertificate says that a file of authorities holds none.
var ErrNoCertificate = errors.New("no PEM certificate")

// trusted names the anchors, each once.
func (o *Options) trusted() (named []Anchor) {
	for _, cert := range o.Anchors {
		a := Anchor{Name: cert.Subject.CommonName, Certificate: Digest(cert.Raw), AtHand: o.AtHand}
		if !slices.Contains(named, a) {
			named = append(named, a)
		}
	}
	return named
}

// Anchors reads PEM certificates of authorities. A file without any is ErrNoCertificate: trust that was asked for and
// not given would show as an unknown signer.
func Anchors(data []byte) ([]*x509.Certificate, error) {
	var found []*x509.Certificate
	for block, rest := pem.Decode(data); block != nil; block, rest = pem.Decode(rest) {
		if block.Type != "CERTIFICATE" {
			continue
		}
		cert, err := x509.ParseCertificate(block.Bytes)
		if err != nil {
			return nil, err
		}
		found = append(found, cert)
	}
	if len(found) == 0 {
		return nil, ErrNoCertificate
	}
	return found, nil
}
