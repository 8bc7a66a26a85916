package signoff

import (
	"bytes"
	"context"
	"crypto/sha256"
	"crypto/x509"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"recette/internal/recette"
	"recette/internal/sign"
)

// Level says where the trust in a certificate comes from.
type Level = sign.Level

// Demo is the level of a certificate that proves nothing, and says so.
const Demo = sign.Demo

// Keyring is the folder where a project keeps its authority and the keys of those who sign.
type Keyring string

// Signers are the roles that sign, in order.
func Signers() []recette.Role { return []recette.Role{recette.PPO, recette.PO} }

// signer is a role as certificates and signature fields name it.
func signer(role recette.Role) sign.Role { return sign.Role(strings.ToUpper(string(role))) }

// Authority stands for the project's authority where a role is told: it signs the certificates, and no document.
const Authority recette.Role = ""

// AuthorityFile is the path of the certificate that people import into their viewer.
func (k Keyring) AuthorityFile() string { return sign.AuthorityPath(string(k)) }

// Anchors gives the certificates of the project's authority, none when keys came from elsewhere.
func (k Keyring) Anchors() ([]*x509.Certificate, error) {
	return sign.LoadAuthorityCertificates(string(k))
}

func (k Keyring) level(role recette.Role) (Level, error) {
	return sign.LoadLevel(string(k), signer(role))
}

// demo reports whether what will be signed will be signed with demonstration keys.
func (k Keyring) demo() bool {
	return slices.ContainsFunc(Signers(), func(role recette.Role) bool {
		level, err := k.level(role)
		return err == nil && level == Demo
	})
}

// Interrupted tells whether the making of keys was cut short, and has something to end.
func (k Keyring) Interrupted() bool { return sign.Interrupted(string(k)) }

// Resume ends the making of keys that was cut short, and tells whether there was one.
func (k Keyring) Resume(ctx context.Context) (bool, error) { return sign.ResumeKeys(ctx, string(k)) }

// Missing lists what there is to make: Authority, and roles; those of Signers when none is named.
func (k Keyring) Missing(ctx context.Context, seats ...recette.Role) ([]recette.Role, error) {
	if len(seats) == 0 {
		seats = Signers()
	}
	roles := make([]sign.Role, 0, len(seats))
	for _, role := range seats {
		roles = append(roles, signer(role))
	}
	missing, err := sign.Missing(ctx, string(k), roles...)
	var list []recette.Role
	for _, role := range missing {
		list = append(list, recette.Role(strings.ToLower(string(role))))
	}
	return list, err
}

// Certificate is what the ring holds of a role, or of the Authority.
type Certificate struct {
	Role     recette.Role
	Name     string
	Level    Level // of a role
	SHA256   string
	NotAfter time.Time

	Authority string // sha256 of the issuer's certificate, when it came along
	Remade    string // when the authority of the project that issued it was made again, as Named found it

	// Of a foreign one that Open read.
	Issuer     string
	StatesRole bool // its subject names the role
}

func certificate(role recette.Role, level Level, c *x509.Certificate) Certificate {
	sum := sha256.Sum256(c.Raw)
	return Certificate{
		Role: role, Name: c.Subject.CommonName, Level: level, SHA256: hex.EncodeToString(sum[:]), NotAfter: c.NotAfter,
	}
}

// Certificate gives that of a role. It returns ErrNoKey when there is none.
func (k Keyring) Certificate(role recette.Role) (Certificate, error) {
	certs, err := sign.LoadCertificates(string(k), signer(role))
	if err != nil {
		return Certificate{}, err
	}
	level, err := k.level(role)
	c := certificate(role, level, certs[0])
	for _, other := range certs[1:] {
		if certs[0].CheckSignatureFrom(other) == nil {
			sum := sha256.Sum256(other.Raw)
			c.Authority = hex.EncodeToString(sum[:])
			break
		}
	}
	return c, err
}

// MinPassphrase is the least length of a passphrase, in bytes, for keys that are worth something.
const MinPassphrase = 12

// CheckPassphrase refuses a passphrase that is too short, but for a demonstration.
func CheckPassphrase(passphrase []byte, demo bool) error {
	if len(passphrase) < MinPassphrase && !demo {
		return errPassphrase
	}
	return nil
}

// NewKeys asks for keys. Each holder has a passphrase of their own: whoever could open both keys could sign twice, and
// the second signature would prove nothing.
type NewKeys struct {
	Project     string
	Authority   string                  // name of the authority, when there is one to make
	Names       map[recette.Role]string // of the holders
	Passphrases map[recette.Role][]byte // that of the authority stands under Authority
	Demo        bool
	At          time.Time
	Rand        io.Reader
}

// Shared reports whether the two signers have one passphrase.
func (n NewKeys) Shared() bool {
	return bytes.Equal(n.Passphrases[recette.PPO], n.Passphrases[recette.PO])
}

// Make makes what is missing of the authority and the identities, and stores it: all of it, or none. It returns what it
// made, the authority first. The passphrase of an authority that is there already must open it.
func (k Keyring) Make(ctx context.Context, n NewKeys, missing []recette.Role) ([]Certificate, error) {
	keys := sign.Keys{Identities: map[sign.Role]*sign.Identity{}, Passphrases: map[sign.Role][]byte{}}
	for role, pass := range n.Passphrases {
		keys.Passphrases[signer(role)] = pass
	}
	authority, err := k.authority(&n, missing)
	if err != nil {
		return nil, err
	}
	var made []Certificate
	if slices.Contains(missing, Authority) {
		keys.Authority = authority
		made = append(made, certificate(Authority, "", authority.Certificate))
	}
	for _, role := range missing {
		if role == Authority {
			continue
		}
		id, err := authority.Issue(sign.IssueRequest{
			Name: n.Names[role], Role: signer(role), At: n.At, Demo: n.Demo, Rand: n.Rand,
		})
		if err != nil {
			return nil, err
		}
		keys.Identities[signer(role)] = id
		made = append(made, certificate(role, id.Level, id.Certificate))
	}
	return made, sign.SaveKeys(ctx, string(k), keys)
}

func (k Keyring) authority(n *NewKeys, missing []recette.Role) (*sign.Authority, error) {
	if slices.Contains(missing, Authority) {
		return sign.CreateAuthority(sign.AuthorityRequest{
			Name: n.Authority, Project: n.Project, At: n.At, Demo: n.Demo, Rand: n.Rand,
		})
	}
	authority, err := sign.LoadAuthority(string(k), n.Passphrases[Authority])
	if errors.Is(err, ErrPassphrase) {
		return nil, fmt.Errorf("open the authority: %w", err)
	}
	return authority, err
}
