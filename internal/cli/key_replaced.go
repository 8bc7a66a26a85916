package cli

import (
	"context"
	"encoding/hex"
	"strings"
	"unicode"

	"recette/internal/signoff"
	"recette/internal/verify"
	"recette/reports"
)

// replacedKeys says of each certificate that signs in the place of another one, or that was recorded after the log was
// restored, what it costs: whoever verifies has to compare it with its holder.
func (w *openRecord) replacedKeys(ctx context.Context) (lines []string, err error) {
	known, err := w.Service.SignerKeys(ctx, reader())
	if err != nil {
		return nil, err
	}
	for _, role := range signoff.Signers() {
		switch k := known.By[role]; {
		case k.Replaces != "":
			lines = append(lines, w.words.T(
				"key.replaced", signer(role), ours(w.leafDay(k.At)), k.Replaces[:16], reports.Grouped(k.SHA256),
			))
		case k.Restored:
			lines = append(lines, w.words.T(
				"key.restored", signer(role), ours(w.leafDay(k.At)), reports.Grouped(k.SHA256),
			))
		}
	}
	return lines, nil
}

// compared reads the fingerprints that whoever verifies compared with the holders, as they are printed.
func compared(given []string) ([]string, error) {
	out := make([]string, 0, len(given))
	for _, text := range given {
		sum := strings.ToLower(strings.Map(func(r rune) rune {
			if unicode.IsSpace(r) || r == ':' {
				return -1
			}
			return r
		}, text))
		if raw, err := hex.DecodeString(sum); err != nil || len(sum) != len(verify.Digest(nil)) || len(raw) == 0 {
			return nil, fail("fingerprint", nil, text)
		}
		out = append(out, sum)
	}
	return out, nil
}
