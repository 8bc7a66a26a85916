package verify

import (
	"slices"

	"recette/internal/journal"
)

// namedKey is a certificate that the leaves name, and who answers for it.
type namedKey struct {
	journal.Key
	at     string
	by     string      // reference of who vouched
	former journal.Key // that it replaces; zero when it is the first of its role

	restored bool // the log was restored before: another one may have been known
}

// imported is the level of a certificate that an authority outside of the project issued.
const imported = "imported"

// declared compares the certificate of each signature with the one that the leaves name in its role. It states the role
// of a certificate that does not; without it, nobody but the PV says in which capacity its holder signed.
func (c *check) declared() {
	for _, s := range c.signed {
		if s.cms == nil || s.cms.Signer == nil {
			continue
		}
		known, ok := c.custody.keys[s.out.Field]
		switch {
		case c.custody.bound && !c.newer && (!ok || known.Fingerprint != s.out.Certificate):
			s.fail(KeyUnknown, s.out.Field)
		case s.unstated && (!ok || known.Fingerprint != s.out.Certificate):
			s.findings.add(doubt(RoleUnstated, s.out.Field))
		case ok && (known.Replaces != "" || known.restored):
			s.findings.add(c.replaces(s, &known))
		}
		if ok && known.Issuer != "" && s.out.Authority != "" && known.Issuer != s.out.Authority {
			s.findings.add(doubt(authorityUnknown, s.out.Field))
		}
		if ok && s.out.Demo != known.Demo && known.Fingerprint == s.out.Certificate {
			s.fail(DemoMismatch)
		}
	}
}

// replaces says which certificate the one that signs replaces, since when, and on whose word. Nobody but a PPO vouches,
// who signs too: with the key of the other made again, one person signs twice. So it is doubtful until somebody else
// answers for it: whoever verifies, who compared its fingerprint with its holder, or an authority outside of the
// project that they trust. The first certificates of a project are no better known; they take nobody's place, unless
// the log was restored before: it may have known others.
func (c *check) replaces(s *signature, known *namedKey) Finding {
	authority := "same"
	switch {
	case known.Issuer == "" || known.former.Issuer == "":
		authority = "unknown"
	case known.Issuer != known.former.Issuer:
		authority = "other"
	}
	args := []string{shortened(known.Replaces), known.at, c.named(known.by), authority}
	switch {
	case slices.Contains(c.o.Signers, s.out.Certificate):
		return info(KeyCompared, args...)
	case s.out.Trusted && !c.o.AtHand && c.outside(s, known):
		return info(KeyVouched, args...)
	}
	if known.Replaces == "" {
		return doubt(KeyRestored, known.at, c.named(known.by))
	}
	return doubt(KeyReplaced, args...)
}

// outside tells whether the authority of a signature is another than that of the project: it issued neither the
// certificate of the other signer, nor one that came from the project.
func (c *check) outside(s *signature, known *namedKey) bool {
	if c.budget.Work(len(c.signed)) != nil {
		return false
	}
	for _, other := range c.signed {
		if other != s && other.out.Authority == s.out.Authority {
			return false
		}
	}
	former, elsewhere := &known.former, known.former.Issuer != "" && known.former.Issuer != s.out.Authority
	return known.Level == imported && s.out.Authority != "" &&
		(former.Fingerprint == "" || former.Level == imported || elsewhere)
}

// shortened gives enough of a fingerprint to find it again.
func shortened(fingerprint string) string { return fingerprint[:min(len(fingerprint), 16)] }

// named gives the name of a reference as the plan knows it, else the reference.
func (c *check) named(by string) string {
	if c.frozen != nil && c.budget.Work(len(c.frozen.Parties)) == nil {
		for _, p := range c.frozen.Parties {
			if p.Ref == by {
				return p.Name
			}
		}
	}
	return by
}
