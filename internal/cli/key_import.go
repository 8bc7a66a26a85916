package cli

import (
	"bytes"
	"context"
	"errors"

	"github.com/spf13/cobra"

	"recette/internal/bounded"
	"recette/internal/recette"
	"recette/internal/signoff"
)

// keyImport takes in the key of a signer that an outside authority issued.
func (a *app) keyImport() *cobra.Command {
	var role, certificates, filePass, pass string
	c := a.command("import FICHIER", "key.import")
	c.Args = exactly(1)
	f := c.Flags()
	f.StringVar(&role, "role", "", a.words.T("flag.key.role"))
	f.StringVar(&certificates, "certificates", "", a.words.T("flag.key.certificates"))
	f.StringVar(&filePass, "file-passphrase", "", a.words.T("flag.key.file-passphrase"))
	f.StringVar(&pass, "passphrase", "", a.words.T("flag.key.own-passphrase"))
	var v voucher
	a.vouchFlags(c, &v)
	c.RunE = func(cmd *cobra.Command, args []string) error {
		p, err := a.project()
		if err != nil {
			return err
		}
		if role == "" {
			return fail("needs-input", nil, "--role ppo|po")
		}
		as, err := a.choose("--role", role, signerChoices())
		if err != nil {
			return err
		}
		file, err := a.foreignKey(args[0], certificates)
		if err != nil {
			return err
		}
		v.declared = p.Sole(recette.PPO)
		return a.importKey(cmd.Context(), p, recette.Role(as), file, &v, filePass, pass)
	}
	return c
}

// foreignKey reads the files, and tells PEM from PKCS#12 by what they begin with.
func (a *app) foreignKey(path, certificates string) (signoff.Foreign, error) {
	var f signoff.Foreign
	data, err := bounded.ReadFile(a.path(path), bounded.Key)
	if err != nil {
		return f, fail("file", err, path)
	}
	if !bytes.Contains(data, []byte("-----BEGIN ")) {
		if certificates != "" {
			return f, fail("bad-value", nil, "--certificates", certificates, ours(a.words.T("key.import.pem")))
		}
		f.PKCS12 = data
		return f, nil
	}
	f.Key, f.Certificates = data, data
	if certificates != "" {
		if f.Certificates, err = bounded.ReadFile(a.path(certificates), bounded.Key); err != nil {
			return f, fail("file", err, certificates)
		}
	}
	return f, nil
}

func (a *app) importKey(
	ctx context.Context, p *projectAt, role recette.Role, file signoff.Foreign, v *voucher, filePass, pass string,
) (err error) {
	ring := signoff.Keyring(p.Keys())
	if filePass != "" {
		if file.Passphrase, err = a.secret(ctx, filePass, ""); err != nil {
			return err
		}
	}
	id, cert, err := ring.Open(ctx, role, file, a.env.now())
	if errors.Is(err, signoff.ErrNoPassphrase) {
		if file.Passphrase, err = a.secret(ctx, "", a.words.T("key.import.passphrase")); err != nil {
			return err
		}
		id, cert, err = ring.Open(ctx, role, file, a.env.now())
	}
	if err != nil {
		return a.importRefused(ring, role, err)
	}
	if _, err := a.mayDeclare(ctx, []recette.Role{role}, v); err != nil {
		return err
	}
	secret, err := a.newSecret(ctx, pass, signer(role))
	if err != nil {
		return err
	}
	if signoff.CheckPassphrase(secret, cert.Level == signoff.Demo) != nil {
		return fail("weak-passphrase", nil, signer(role), signoff.MinPassphrase)
	}
	if err := a.declareKeys(ctx, p, v, func() error {
		if err := ring.Keep(ctx, id, secret); err != nil {
			return a.importRefused(ring, role, err)
		}
		return nil
	}); err != nil {
		return err
	}
	t, out := a.words.T, a.env.Stdout
	say(out, t("key.made", signer(role), cert.Name, a.words.Date(cert.NotAfter)))
	say(out, t("key.imported", cert.Issuer, t(cert.Level.Key()), cert.SHA256))
	if !cert.StatesRole {
		say(out, t("key.import.role-unstated", signer(role)))
	}
	say(out, t("key.import.anchor", cert.Issuer))
	return nil
}

// importRefused words what keeps a foreign key out.
func (a *app) importRefused(ring signoff.Keyring, role recette.Role, err error) error {
	for _, r := range []struct {
		is  error
		key string
	}{
		{signoff.ErrExpired, "expired"},
		{signoff.ErrNotYetValid, "not-yet"},
		{signoff.ErrUsage, "usage"},
		{signoff.ErrAlgorithm, "algorithm"},
		{signoff.ErrKeyMismatch, "mismatch"},
		{signoff.ErrRole, "role"},
		{signoff.ErrSameKey, "same"},
	} {
		if errors.Is(err, r.is) {
			return fail("key-import", nil, ours(a.words.T("key.refused."+r.key)))
		}
	}
	switch {
	case errors.Is(err, signoff.ErrPassphrase):
		return fail("passphrase-file", nil, signer(role))
	case errors.Is(err, signoff.ErrKeyExists):
		return fail("key-held", nil, signer(role), string(ring))
	case errors.Is(err, signoff.ErrKeysHeld):
		return keyError(ring, err)
	case errors.Is(err, signoff.ErrKeyFile):
		return fail("key-unreadable", err)
	}
	return err
}
