package cli

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"recette/internal/api"
	application "recette/internal/app"
	"recette/internal/recette"
	"recette/internal/signoff"
	"recette/internal/term"
)

func (a *app) keyVerbs() *cobra.Command {
	return a.group("key", "key", a.keyInit(), a.keyImport(), a.keyList())
}

// keyInit makes the project's authority and one certificate for each signer.
func (a *app) keyInit() *cobra.Command {
	var o keyFlags
	o.sources = map[string]*string{"": new(string), "ppo": new(string), "po": new(string)}
	c := a.command("init", "key.init")
	c.Args = exactly(0)
	f := c.Flags()
	f.BoolVar(&o.demo, "demo", false, a.words.T("flag.key.demo"))
	f.StringVar(o.sources[""], "passphrase", "", a.words.T("flag.key.passphrase"))
	f.StringVar(o.sources["ppo"], "passphrase-ppo", "", a.words.T("flag.key.passphrase.role", "PPO"))
	f.StringVar(o.sources["po"], "passphrase-po", "", a.words.T("flag.key.passphrase.role", "PO"))
	f.StringVar(&o.ppo, "ppo", "", a.words.T("flag.key.ppo"))
	f.StringVar(&o.po, "po", "", a.words.T("flag.key.po"))
	f.StringVar(&o.antenne, "antenne", "", a.words.T("flag.key.antenne"))
	f.StringVar(&o.referent, "referent", "", a.words.T("flag.key.referent"))
	a.vouchFlags(c, &o.voucher)
	c.RunE = func(cmd *cobra.Command, _ []string) error {
		p, err := a.project()
		if err != nil {
			return err
		}
		switch {
		case o.antenne == "" && o.referent != "":
			return fail("needs-input", nil, ours("--antenne"))
		case o.antenne != "":
			return a.initSeat(cmd.Context(), p, &o)
		}
		return a.initKeys(cmd.Context(), p, &o)
	}
	return c
}

// keyFlags are the flags of "recette key init".
type keyFlags struct {
	demo    bool
	ppo, po string
	// of the key of a branch alone
	antenne, referent string
	sources           map[string]*string // of passphrases, by role
	voucher
}

// initKeys makes what is missing, and records in the journal the certificates that it does not know.
func (a *app) initKeys(ctx context.Context, p *projectAt, o *keyFlags) error {
	ring := signoff.Keyring(p.Keys())
	missing, resumed, err := a.missingKeys(ctx, ring)
	if err != nil {
		return err
	}
	names := map[recette.Role]string{recette.PPO: cmp.Or(o.ppo, p.Sole(recette.PPO)), recette.PO: o.po}
	if names[recette.PO] == "" {
		names[recette.PO] = p.Sole(recette.PO)
	}
	o.declared = cmp.Or(names[recette.PPO], holderOf(ring, recette.PPO))
	nothing, err := a.mayDeclare(ctx, missing, &o.voucher)
	switch {
	case err != nil:
		return err
	case nothing && resumed:
		return nil
	case nothing:
		return fail("keys-there", nil, string(ring))
	case len(missing) == 0:
		return a.declareKeys(ctx, p, &o.voucher, nil)
	}
	for _, role := range signoff.Signers() {
		if names[role] == "" && slices.Contains(missing, role) {
			return fail("needs-input", nil, a.words.T("key.who", signer(role), string(role)))
		}
	}
	keys := signoff.NewKeys{
		Project: p.Name, Authority: a.words.T("key.authority", p.Name), Demo: o.demo, At: a.env.now(),
		Rand: a.env.Rand, Names: names,
	}
	if err := a.newSecrets(ctx, o.sources, &keys, missing); err != nil {
		return err
	}
	return a.declareKeys(ctx, p, &o.voucher, func() error { return a.makeKeys(ctx, ring, keys, missing) })
}

// signer is a role that signs, as certificates name it.
func signer(role recette.Role) string { return strings.ToUpper(string(role)) }

// newSecrets asks for the passphrase of the authority, which signs certificates, and of each signer whose key is made.
func (a *app) newSecrets(
	ctx context.Context, sources map[string]*string, keys *signoff.NewKeys, missing []recette.Role,
) error {
	keys.Passphrases = map[recette.Role][]byte{}
	for _, role := range append([]recette.Role{signoff.Authority}, signoff.Signers()...) {
		made := slices.Contains(missing, role)
		if role != signoff.Authority && !made {
			continue
		}
		source := cmp.Or(*sources[string(role)], *sources[""])
		holder := signer(role)
		if role == signoff.Authority {
			holder = a.words.T("key.holder.authority")
		}
		ask := a.newSecret
		if !made {
			ask = a.knownSecret
		}
		pass, err := ask(ctx, source, holder)
		if f, ok := errors.AsType[*failure](err); ok && f.key == "needs-input" && source == "" {
			return fail("needs-input", nil, ours(a.secretOf(role)))
		}
		if err != nil {
			return err
		}
		if made && signoff.CheckPassphrase(pass, keys.Demo) != nil {
			return fail("weak-passphrase", nil, holder, signoff.MinPassphrase)
		}
		keys.Passphrases[role] = pass
	}
	if !keys.Demo && keys.Shared() {
		say(a.env.Stderr, a.words.T("key.same-passphrase"))
	}
	return nil
}

// secretOf says how the passphrase of the authority, or of a signer, is given.
func (a *app) secretOf(role recette.Role) string {
	if role == signoff.Authority {
		return a.words.T("secret.how.authority")
	}
	return a.words.T("secret.how.role", signer(role), string(role))
}

// knownSecret reads the passphrase of a key that is there.
func (a *app) knownSecret(ctx context.Context, source, holder string) ([]byte, error) {
	return a.secret(ctx, source, a.words.T("key.passphrase", holder))
}

// newSecret reads a new passphrase, twice when a person types it: a slip would lose the key for ever.
func (a *app) newSecret(ctx context.Context, source, holder string) ([]byte, error) {
	pass, err := a.secret(ctx, source, a.words.T("key.passphrase.new", holder))
	if err != nil || source != "" {
		return pass, err
	}
	again, err := a.secret(ctx, "", a.words.T("key.passphrase.again", holder))
	if err == nil && !bytes.Equal(pass, again) {
		err = fail("passphrase-differs", nil, holder)
	}
	return pass, err
}

// makeKeys makes what is missing of the authority and the identities, and says what was made.
func (a *app) makeKeys(ctx context.Context, ring signoff.Keyring, keys signoff.NewKeys, missing []recette.Role) error {
	made, err := ring.Make(ctx, keys, missing)
	if errors.Is(err, signoff.ErrPassphrase) {
		return fail("passphrase-authority", nil)
	}
	if err != nil {
		return keyError(ring, err)
	}
	for _, c := range made {
		if c.Role == signoff.Authority {
			say(a.env.Stdout, a.words.T("key.made.authority", c.Name, ring.AuthorityFile()))
			continue
		}
		say(a.env.Stdout, a.words.T("key.made", signer(c.Role), c.Name, a.words.Date(c.NotAfter)))
	}
	say(a.env.Stdout, a.words.T("key.advice"))
	return nil
}

// missingKeys ends what an interrupted command began, and tells what there is to make.
func (a *app) missingKeys(
	ctx context.Context, ring signoff.Keyring,
) (missing []recette.Role, resumed bool, err error) {
	if resumed, err = ring.Resume(ctx); err != nil {
		return nil, false, keyError(ring, err)
	}
	if missing, err = ring.Missing(ctx); err != nil {
		return nil, false, keyError(ring, err)
	}
	if resumed {
		say(a.env.Stdout, a.words.T("key.resumed"))
	}
	return missing, resumed, nil
}

func keyError(ring signoff.Keyring, err error) error {
	var path *os.PathError
	switch {
	case errors.Is(err, signoff.ErrKeyExists):
		return fail("keys-there", nil, string(ring))
	case errors.As(err, &path):
		return fail("file", err, path.Path)
	}
	return err
}

func (a *app) keyList() *cobra.Command {
	c := a.command("list", "key.list")
	c.Args = exactly(0)
	a.jsonFlag(c)
	c.RunE = func(cmd *cobra.Command, _ []string) error {
		root, err := a.projectRoot()
		if err != nil {
			return err
		}
		ring := application.Keyring(root)
		seats, err := a.seats(cmd.Context())
		if err != nil {
			return err
		}
		named, end := a.named(cmd.Context())
		defer end() //nolint:errcheck // reading only: nothing is lost
		var keys []api.Key
		var lines []string
		for _, role := range append(signoff.Signers(), seats...) {
			c, err := ring.Certificate(role)
			if errors.Is(err, signoff.ErrNoKey) {
				continue
			}
			if err != nil {
				return err
			}
			if c, err = named(c); err != nil {
				return err
			}
			k := api.Key{
				Role: signer(role), Name: c.Name, Level: string(c.Level), SHA256: c.SHA256,
				NotAfter: c.NotAfter.UTC().Format(time.RFC3339Nano), Authority: c.Authority,
			}
			until := a.words.Date(c.NotAfter.UTC())
			keys = append(keys, k)
			lines = append(lines, a.words.T("key.line", k.Role, k.Name, a.levelOf(c), until, k.SHA256[:16]))
			lines = append(lines, a.fingerprints(k.SHA256, k.Authority)...)
		}
		if a.json {
			return a.print(api.NewKeyList(keys))
		}
		if len(lines) == 0 {
			lines = []string{a.words.T("key.none")}
		}
		for _, line := range lines {
			say(a.env.Stdout, line)
		}
		return nil
	}
	return c
}

// named gives what words a certificate by the journal. Without one, the ring says what it knows: looking at keys must
// not ask for more than the keys. One that cannot be read is said: it might have known more of them.
func (a *app) named(
	ctx context.Context,
) (named func(signoff.Certificate) (signoff.Certificate, error), end func() error) {
	r, err := a.opened(ctx, reading)
	if err != nil && !errors.Is(err, application.ErrNoRecord) {
		say(a.env.Stderr, a.words.T("key.unread"))
		tell(a.env.Stderr, term.Block("  ", technical(a.words, err)))
	}
	if err != nil {
		return func(c signoff.Certificate) (signoff.Certificate, error) { return c, nil }, func() error { return nil }
	}
	return func(c signoff.Certificate) (signoff.Certificate, error) {
		return r.SignOff.Named(ctx, reader(), c)
	}, r.close
}

// levelOf words where the trust in a certificate comes from.
func (a *app) levelOf(c signoff.Certificate) string {
	if c.Remade != "" {
		return a.words.T("key.level.remade", a.leafDay(c.Remade))
	}
	return a.words.T(c.Level.Key())
}
