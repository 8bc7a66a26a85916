package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"math/big"
	"os"
	"strings"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
	"software.sslmate.com/src/go-pkcs12"
)

// foreignPassphrase opens the PKCS#12 files that certificate makes.
const foreignPassphrase = "secret du fichier"

// certificate STEM NAME [WORD…] makes a key that an outside authority certified: STEM.p12, STEM.key.pem, STEM.cert.pem,
// and the authority in STEM.ca.pem. Words: PPO or PO names a role, "expiré", "bientôt" and "futur" move its dates,
// "serveur" makes it for a web server, "nom:HÔTE" of that name.
func certificate(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: certificate STEM NAME [PPO|PO] [expiré|futur] [serveur]")
	}
	now := time.Now().UTC().Truncate(time.Second)
	caKey, err := ecdsa.GenerateKey(elliptic.P384(), rand.Reader)
	ts.Check(err)
	ca := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "Autorité de l’État"}, IsCA: true,
		BasicConstraintsValid: true,
		NotBefore:             now.AddDate(-5, 0, 0), NotAfter: now.AddDate(5, 0, 0), KeyUsage: x509.KeyUsageCertSign,
	}
	caRaw, err := x509.CreateCertificate(rand.Reader, ca, ca, caKey.Public(), caKey)
	ts.Check(err)
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	ts.Check(err)
	leaf := &x509.Certificate{
		SerialNumber: big.NewInt(2), Subject: pkix.Name{CommonName: args[1], Organization: []string{"Confédération"}},
		NotBefore: now.AddDate(0, 0, -1), NotAfter: now.AddDate(1, 0, 0), KeyUsage: x509.KeyUsageContentCommitment,
	}
	for _, word := range args[2:] {
		switch word {
		case "expiré":
			leaf.NotBefore, leaf.NotAfter = now.AddDate(-2, 0, 0), now.AddDate(-1, 0, 0)
		case "futur":
			leaf.NotBefore = now.AddDate(0, 1, 0)
		case "serveur":
			leaf.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}
		case "bientôt":
			leaf.NotAfter = now.AddDate(0, 0, 14)
		default:
			if host, ok := strings.CutPrefix(word, "nom:"); ok {
				leaf.DNSNames = append(leaf.DNSNames, host)
				continue
			}
			leaf.Subject.OrganizationalUnit = []string{word}
		}
	}
	raw, err := x509.CreateCertificate(rand.Reader, leaf, ca, key.Public(), caKey)
	ts.Check(err)
	cert, err1 := x509.ParseCertificate(raw)
	issuer, err2 := x509.ParseCertificate(caRaw)
	keyRaw, err3 := x509.MarshalPKCS8PrivateKey(key)
	ts.Check(errors.Join(err1, err2, err3))
	p12, err := pkcs12.Modern.Encode(key, cert, []*x509.Certificate{issuer}, foreignPassphrase)
	ts.Check(err)
	block := func(kind string, raw []byte) []byte { return pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: raw}) }
	for suffix, data := range map[string][]byte{
		".p12": p12, ".key.pem": block("PRIVATE KEY", keyRaw), ".ca.pem": block("CERTIFICATE", caRaw),
		".cert.pem": []byte(
			strings.Join([]string{string(block("CERTIFICATE", raw)), string(block("CERTIFICATE", caRaw))}, ""),
		),
	} {
		ts.Check(os.WriteFile(ts.MkAbs(args[0]+suffix), data, 0o600))
	}
}
