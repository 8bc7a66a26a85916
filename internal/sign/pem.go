package sign

import (
	"bytes"
	"crypto"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"encoding/pem"
	"errors"
	"fmt"
	"slices"

	"github.com/youmark/pkcs8"
	pkcs12 "software.sslmate.com/src/go-pkcs12"
)

// Types of PEM blocks (RFC 7468, and the older ones that OpenSSL writes).
const (
	pemCertificate  = "CERTIFICATE"
	pemEncryptedKey = "ENCRYPTED PRIVATE KEY"
	pemKey          = "PRIVATE KEY"
	pemECKey        = "EC PRIVATE KEY"
	pemRSAKey       = "RSA PRIVATE KEY"
)

// iterations of PBKDF2 with HMAC-SHA-256: some 0.1 s for the owner, and as long for each guess of a thief.
const iterations = 600_000

// encodeKey encrypts a key as PKCS#8 with PBES2, PBKDF2 and AES-256-CBC (RFC 8018, 6.2), in PEM.
func encodeKey(key crypto.Signer, passphrase []byte) ([]byte, error) {
	if len(passphrase) == 0 {
		return nil, ErrNoPassphrase
	}
	raw, err := pkcs8.MarshalPrivateKey(key, passphrase, &pkcs8.Opts{
		Cipher:  pkcs8.AES256CBC,
		KDFOpts: pkcs8.PBKDF2Opts{SaltSize: 16, IterationCount: iterations, HMACHash: crypto.SHA256},
	})
	if err != nil {
		return nil, fmt.Errorf("%w: encrypt key: %w", ErrKeyFile, err)
	}
	return pem.EncodeToMemory(&pem.Block{Type: pemEncryptedKey, Bytes: raw}), nil
}

// encodeCertificates writes certificates in PEM, the holder's first.
func encodeCertificates(certs ...*x509.Certificate) []byte {
	var b bytes.Buffer
	for _, c := range certs {
		b.Write(pem.EncodeToMemory(&pem.Block{Type: pemCertificate, Bytes: c.Raw}))
	}
	return b.Bytes()
}

// decodeKey reads the first private key of a PEM text: encrypted PKCS#8, or in clear PKCS#8, SEC 1 or PKCS#1. The
// passphrase is used only for the first. ErrPassphrase means that the file is sound and does not open.
func decodeKey(text, passphrase []byte) (crypto.Signer, error) {
	for {
		block, rest := pem.Decode(text)
		if block == nil {
			return nil, fmt.Errorf("%w: no private key", ErrKeyFile)
		}
		text = rest
		var key any
		var err error
		switch block.Type {
		case pemEncryptedKey:
			key, err = decrypt(block.Bytes, passphrase)
		case pemKey:
			key, err = x509.ParsePKCS8PrivateKey(block.Bytes)
		case pemECKey:
			key, err = x509.ParseECPrivateKey(block.Bytes)
		case pemRSAKey:
			key, err = x509.ParsePKCS1PrivateKey(block.Bytes)
		default:
			continue
		}
		if errors.Is(err, ErrKeyFile) {
			return nil, err
		}
		if err != nil {
			return nil, fmt.Errorf("%w: %w", ErrKeyFile, err)
		}
		signer, ok := key.(crypto.Signer)
		if !ok {
			return nil, fmt.Errorf("%w: a key of type %T does not sign", ErrKeyFile, key)
		}
		return signer, nil
	}
}

// decrypt opens an EncryptedPrivateKeyInfo. The library tells a wrong passphrase only in words, and panics on data
// that is not whole blocks: the structure is checked here first, so that what remains is the passphrase.
func decrypt(raw, passphrase []byte) (any, error) {
	var info struct {
		Algorithm pkix.AlgorithmIdentifier
		Data      []byte
	}
	var params struct{ KDF, Cipher pkix.AlgorithmIdentifier }
	if rest, err := asn1.Unmarshal(raw, &info); err != nil || len(rest) > 0 {
		return nil, fmt.Errorf("%w: not an encrypted PKCS#8 key", ErrKeyFile)
	}
	if !info.Algorithm.Algorithm.Equal(asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 5, 13}) {
		return nil, fmt.Errorf("%w: encryption other than PBES2", ErrKeyFile)
	}
	if _, err := asn1.Unmarshal(info.Algorithm.Parameters.FullBytes, &params); err != nil {
		return nil, fmt.Errorf("%w: PBES2 parameters", ErrKeyFile)
	}
	if err := checkKDF(params.KDF); err != nil {
		return nil, err
	}
	if err := checkCipher(params.Cipher, len(info.Data)); err != nil {
		return nil, err
	}
	if len(passphrase) == 0 {
		return nil, ErrNoPassphrase
	}
	key, _, err := pkcs8.ParsePrivateKey(raw, passphrase)
	if err != nil {
		return nil, ErrPassphrase
	}
	return key, nil
}

// checkCipher accepts AES and triple DES in CBC mode (RFC 8018, B.2) over whole blocks. The second is what older
// OpenSSL commands still write; this package writes AES-256 only.
func checkCipher(cipher pkix.AlgorithmIdentifier, size int) error {
	blocks := []struct {
		oid  asn1.ObjectIdentifier
		size int
	}{
		{asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 1, 2}, 16},
		{asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 1, 22}, 16},
		{asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 1, 42}, 16},
		{asn1.ObjectIdentifier{1, 2, 840, 113549, 3, 7}, 8},
	}
	var iv []byte
	_, err := asn1.Unmarshal(cipher.Parameters.FullBytes, &iv)
	for _, b := range blocks {
		if b.oid.Equal(cipher.Algorithm) {
			if err != nil || len(iv) != b.size || size == 0 || size%b.size != 0 {
				return fmt.Errorf("%w: encrypted data", ErrKeyFile)
			}
			return nil
		}
	}
	return fmt.Errorf("%w: encryption other than AES-CBC", ErrKeyFile)
}

// maxIterations bounds what a foreign file can make this program compute.
const maxIterations = 20_000_000

// checkKDF accepts PBKDF2 with HMAC-SHA-1 or SHA-256 (RFC 8018, A.2).
func checkKDF(kdf pkix.AlgorithmIdentifier) error {
	var p struct {
		Salt       []byte
		Iterations int
		Length     int                      `asn1:"optional"`
		PRF        pkix.AlgorithmIdentifier `asn1:"optional"`
	}
	if !kdf.Algorithm.Equal(asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 5, 12}) {
		return fmt.Errorf("%w: key derivation other than PBKDF2", ErrKeyFile)
	}
	if _, err := asn1.Unmarshal(kdf.Parameters.FullBytes, &p); err != nil || p.Length != 0 {
		return fmt.Errorf("%w: PBKDF2 parameters", ErrKeyFile)
	}
	if p.Iterations < 1 || p.Iterations > maxIterations {
		return fmt.Errorf("%w: %d iterations of PBKDF2", ErrKeyFile, p.Iterations)
	}
	prf := p.PRF.Algorithm
	if len(prf) != 0 && !prf.Equal(asn1.ObjectIdentifier{1, 2, 840, 113549, 2, 7}) &&
		!prf.Equal(asn1.ObjectIdentifier{1, 2, 840, 113549, 2, 9}) {
		return fmt.Errorf("%w: PBKDF2 with another hash than SHA-1 or SHA-256", ErrKeyFile)
	}
	return nil
}

// decodeCertificates reads all certificates of a PEM text.
func decodeCertificates(text []byte) ([]*x509.Certificate, error) {
	var out []*x509.Certificate
	for {
		block, rest := pem.Decode(text)
		if block == nil {
			break
		}
		text = rest
		if block.Type != pemCertificate {
			continue
		}
		c, err := x509.ParseCertificate(block.Bytes)
		if err != nil {
			return nil, fmt.Errorf("%w: certificate: %w", ErrKeyFile, err)
		}
		out = append(out, c)
	}
	if len(out) == 0 {
		return nil, fmt.Errorf("%w: no certificate", ErrKeyFile)
	}
	return out, nil
}

// ParseIdentity makes an identity of a private key and its certificates in PEM, as they come from elsewhere. The
// holder's certificate is the one that belongs to the key; the others are kept as its chain. It returns ErrPassphrase
// or ErrNoPassphrase for an encrypted key that does not open, ErrKeyMismatch when no certificate belongs to the key,
// and ErrUsage or ErrAlgorithm when the certificate cannot sign documents.
func ParseIdentity(key, certificates, passphrase []byte) (*Identity, error) {
	signer, err := decodeKey(key, passphrase)
	if err != nil {
		return nil, err
	}
	certs, err := decodeCertificates(certificates)
	if err != nil {
		return nil, err
	}
	return foreign(signer, certs)
}

// ParsePKCS12 makes an identity of a PKCS#12 file, which holds a private key, its certificate and their issuers. Errors
// are those of ParseIdentity.
func ParsePKCS12(file, passphrase []byte) (*Identity, error) {
	key, cert, chain, err := pkcs12.DecodeChain(file, string(passphrase))
	switch {
	case errors.Is(err, pkcs12.ErrIncorrectPassword) && len(passphrase) == 0:
		return nil, ErrNoPassphrase
	case errors.Is(err, pkcs12.ErrIncorrectPassword):
		return nil, ErrPassphrase
	case err != nil:
		return nil, fmt.Errorf("%w: PKCS#12: %w", ErrKeyFile, err)
	}
	signer, ok := key.(crypto.Signer)
	if !ok {
		return nil, fmt.Errorf("%w: a key of type %T does not sign", ErrKeyFile, key)
	}
	return foreign(signer, append([]*x509.Certificate{cert}, chain...))
}

// foreign makes an identity of a key and of certificates, one of which belongs to it.
func foreign(signer crypto.Signer, certs []*x509.Certificate) (*Identity, error) {
	pub, ok := signer.Public().(interface{ Equal(crypto.PublicKey) bool })
	if !ok {
		return nil, fmt.Errorf("%w: %T", ErrAlgorithm, signer.Public())
	}
	i := slices.IndexFunc(certs, func(c *x509.Certificate) bool { return pub.Equal(c.PublicKey) })
	if i < 0 {
		return nil, ErrKeyMismatch
	}
	id := &Identity{Key: signer, Certificate: certs[i], Chain: slices.Delete(slices.Clone(certs), i, i+1)}
	if err := checkUsage(id.Certificate); err != nil {
		return nil, err
	}
	if err := checkAlgorithm(id.Certificate.PublicKey); err != nil {
		return nil, err
	}
	id.Level = levelOf(id.Certificate, nil)
	// A signature proves that the pair works before it is stored.
	if _, _, err := signedData(id, make([]byte, 32), rand.Reader); err != nil {
		return nil, err
	}
	return id, nil
}
