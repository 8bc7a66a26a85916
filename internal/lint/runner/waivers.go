package runner

import (
	"context"
	"crypto/sha256"

	"recette/internal/catalogue"
	"recette/internal/lint"
)

// ofWaivers opens the name of a result without findings: Waivers reads no file again for the fingerprints of those.
const ofWaivers = "waivers of "

// Waivers gives what authors set aside, and each file, as Reading says, to also, in the order of the files: they are
// read once, and judged meanwhile where the cache does not answer.
func (r *Runner) Waivers(ctx context.Context, also func(*catalogue.File)) ([]lint.Waiver, error) {
	digest, contents, err := r.standing()
	if err != nil {
		return nil, err
	}
	for _, part := range []string{r.part(), ofWaivers + r.part()} {
		found, ok := r.result(part, digest, contents)
		if !ok {
			continue
		}
		same, err := r.give(ctx, contents, also)
		if err != nil || same {
			return found.Waivers, err
		}
		also = func(*catalogue.File) {} // the dates of a file lied: what was given stands, all is judged by its bytes
		break
	}
	contents = make([]content, len(r.Entries)) // a file that is read anyway is known by its bytes
	linter, err := r.ask(ctx, contents, digest, also)
	if err != nil {
		return nil, err
	}
	linter.Findings()
	out := lint.Result{Waivers: linter.Waivers()}
	if r.Cache != nil {
		r.keepResult(ofWaivers+r.part(), digest, contents, &out)
		r.keepCache()
	}
	return out.Waivers, nil
}

// give reads the files for somebody else, and tells whether each holds what it is known to hold.
func (r *Runner) give(ctx context.Context, contents []content, to func(*catalogue.File)) (same bool, err error) {
	same = true
	err = r.Each(ctx, func(in *catalogue.Reader, i int) func() {
		e := &r.Entries[i]
		b, fault := in.Bytes(e)
		if fault != nil {
			return func() { to(fault) }
		}
		sum := sha256.Sum256(b)
		f := in.Parse(e, b, sum)
		return func() {
			same = same && sum == contents[i].sum
			to(&f)
		}
	})
	return same, err
}
