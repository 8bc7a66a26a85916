package verify

// forms judges whether each signature is written in the one form of the product, so that nobody can make another file
// of a signed one: the lower of the two ECDSA values, and every certificate that came along named by the signature. A
// PV of before may be otherwise, which is said.
func (c *check) forms() {
	for _, s := range c.signed {
		if s.cms == nil || s.cms.Signer == nil || s.broken {
			continue
		}
		for _, what := range s.cms.Free() {
			if c.pv.Derivation > 0 {
				s.fail(FormatFailure, what)
			} else {
				s.findings.add(info(formFree, what))
			}
		}
	}
}
