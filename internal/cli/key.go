package cli

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"recette/internal/project"
	"recette/internal/recette"
	"recette/internal/sign"
)

// signingRoles are the roles that sign, in order.
func signingRoles() []sign.Role { return []sign.Role{sign.RolePPO, sign.RolePO} }

func (a *app) keyVerbs() *cobra.Command {
	return a.group("key", "key", a.keyInit(), a.keyList())
}

// keyInit makes the project's authority and one certificate for each signer.
func (a *app) keyInit() *cobra.Command {
	var demo bool
	var ppo, po string
	sources := map[string]*string{"": new(string), "ppo": new(string), "po": new(string)}
	c := a.command("init", "key.init")
	c.Args = exactly(0)
	c.Flags().BoolVar(&demo, "demo", false, a.words.T("flag.key.demo"))
	c.Flags().StringVar(sources[""], "passphrase", "", a.words.T("flag.key.passphrase"))
	c.Flags().StringVar(sources["ppo"], "passphrase-ppo", "", a.words.T("flag.key.passphrase.role", "PPO"))
	c.Flags().StringVar(sources["po"], "passphrase-po", "", a.words.T("flag.key.passphrase.role", "PO"))
	c.Flags().StringVar(&ppo, "ppo", "", a.words.T("flag.key.ppo"))
	c.Flags().StringVar(&po, "po", "", a.words.T("flag.key.po"))
	c.RunE = func(cmd *cobra.Command, _ []string) error {
		p, err := a.project()
		if err != nil {
			return err
		}
		missing, err := a.missingKeys(p.Keys())
		if err != nil || len(missing) == 0 {
			return err
		}
		names := map[sign.Role]string{sign.RolePPO: ppo, sign.RolePO: po}
		for _, role := range signingRoles() {
			if names[role] == "" {
				names[role] = a.holder(p, recette.Role(strings.ToLower(string(role))))
			}
			if names[role] == "" && slices.Contains(missing, role) {
				return fail("needs-input", nil, a.words.T("key.who", role, strings.ToLower(string(role))))
			}
		}
		secrets, err := a.newSecrets(cmd.Context(), sources, demo)
		if err != nil {
			return err
		}
		return a.makeKeys(p.Root, p.Name, missing, names, secrets, demo)
	}
	return c
}

// minPassphrase is the least length of a passphrase, in bytes, for keys that are worth something.
const minPassphrase = 12

// newSecrets gives the passphrase of the authority, under the empty role, and of each signer. Each holder has one of
// their own: whoever could open both keys could sign twice, and the second signature would prove nothing.
func (a *app) newSecrets(ctx context.Context, sources map[string]*string, demo bool) (map[sign.Role][]byte, error) {
	secrets := map[sign.Role][]byte{}
	for _, role := range append([]sign.Role{""}, signingRoles()...) {
		source := *sources[strings.ToLower(string(role))]
		if source == "" {
			source = *sources[""]
		}
		holder := string(role)
		if holder == "" {
			holder = a.words.T("key.holder.authority")
		}
		pass, err := a.newSecret(ctx, source, holder)
		if err != nil {
			return nil, err
		}
		if len(pass) < minPassphrase && !demo {
			return nil, fail("weak-passphrase", nil, holder, minPassphrase)
		}
		secrets[role] = pass
	}
	if !demo && bytes.Equal(secrets[sign.RolePPO], secrets[sign.RolePO]) {
		say(a.env.Stderr, a.words.T("key.same-passphrase"))
	}
	return secrets, nil
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

// makeKeys makes what is missing of the authority and the identities, and stores it: all of it, or none.
func (a *app) makeKeys(
	root, name string, missing []sign.Role, names map[sign.Role]string, secrets map[sign.Role][]byte, demo bool,
) error {
	dir, now := project.Layout{Root: root}.Keys(), a.env.now()
	keys := sign.Keys{Identities: map[sign.Role]*sign.Identity{}, Passphrases: secrets}
	var authority *sign.Authority
	var err error
	if slices.Contains(missing, "") {
		authority, err = sign.CreateAuthority(sign.AuthorityRequest{
			Name: a.words.T("key.authority", name), Project: name, At: now, Demo: demo, Rand: a.env.Rand,
		})
		keys.Authority = authority
	} else {
		authority, err = sign.LoadAuthority(dir, secrets[""])
	}
	switch {
	case errors.Is(err, sign.ErrPassphrase):
		return fail("passphrase", nil, a.words.T("key.holder.authority"))
	case err != nil:
		return keyError(dir, err)
	}
	for _, role := range missing {
		if role == "" {
			continue
		}
		id, err := authority.Issue(sign.IssueRequest{Name: names[role], Role: role, At: now, Demo: demo, Rand: a.env.Rand})
		if err != nil {
			return err
		}
		keys.Identities[role] = id
	}
	if err := sign.SaveKeys(dir, keys); err != nil {
		return keyError(dir, err)
	}
	if keys.Authority != nil {
		say(a.env.Stdout, a.words.T("key.made.authority", authority.Certificate.Subject.CommonName, sign.AuthorityPath(dir)))
	}
	for _, role := range signingRoles() {
		if id := keys.Identities[role]; id != nil {
			say(a.env.Stdout, a.words.T("key.made", role, id.Name(), a.words.Date(id.Certificate.NotAfter)))
		}
	}
	say(a.env.Stdout, a.words.T("key.advice"))
	return nil
}

// missingKeys ends what an interrupted command began, and tells what there is to make. Nothing is asked of a person
// when everything is there.
func (a *app) missingKeys(dir string) (missing []sign.Role, err error) {
	resumed, err := sign.ResumeKeys(dir)
	if err != nil {
		return nil, keyError(dir, err)
	}
	if missing, err = sign.Missing(dir, signingRoles()...); err != nil {
		return nil, keyError(dir, err)
	}
	if resumed {
		say(a.env.Stdout, a.words.T("key.resumed"))
	}
	if len(missing) == 0 && !resumed {
		return nil, fail("exists", nil, dir)
	}
	return missing, nil
}

func keyError(dir string, err error) error {
	var path *os.PathError
	switch {
	case errors.Is(err, sign.ErrKeyExists):
		return fail("exists", nil, dir)
	case errors.As(err, &path):
		return fail("file", err, path.Path)
	}
	return err
}

// keyInfo is one certificate, as "recette key list" shows it.
type keyInfo struct {
	Role        string     `json:"role"`
	Name        string     `json:"name"`
	Level       sign.Level `json:"level"`
	Fingerprint string     `json:"sha256"`
	NotAfter    time.Time  `json:"not_after"`
}

func (a *app) keyList() *cobra.Command {
	c := a.command("list", "key.list")
	c.Args = exactly(0)
	a.jsonFlag(c)
	c.RunE = func(*cobra.Command, []string) error {
		root, err := a.projectRoot()
		if err != nil {
			return err
		}
		dir := project.Layout{Root: root}.Keys()
		keys := []keyInfo{}
		for _, role := range signingRoles() {
			certs, err := sign.LoadCertificates(dir, role)
			if errors.Is(err, sign.ErrNoKey) {
				continue
			}
			if err != nil {
				return err
			}
			level, err := sign.LoadLevel(dir, role)
			if err != nil {
				return err
			}
			sum := sha256.Sum256(certs[0].Raw)
			keys = append(keys, keyInfo{
				Role: string(role), Name: certs[0].Subject.CommonName, Level: level,
				Fingerprint: hex.EncodeToString(sum[:]), NotAfter: certs[0].NotAfter.UTC(),
			})
		}
		if a.json {
			return a.print(struct {
				V    int       `json:"v"`
				Keys []keyInfo `json:"keys"`
			}{1, keys})
		}
		if len(keys) == 0 {
			say(a.env.Stdout, a.words.T("key.none"))
		}
		for _, k := range keys {
			say(a.env.Stdout, a.words.T("key.line", k.Role, k.Name, a.words.T(k.Level.Key()), a.words.Date(k.NotAfter), k.Fingerprint[:16]))
		}
		return nil
	}
	return c
}

// print writes a document as indented JSON on standard output.
func (a *app) print(doc any) error {
	enc := json.NewEncoder(a.env.Stdout)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(doc)
}
