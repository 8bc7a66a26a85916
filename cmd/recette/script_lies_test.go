package main

import (
	"bytes"
	"context"
	"crypto/rand"
	"os"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	application "recette/internal/app"
	"recette/internal/i18n"
	"recette/internal/pdf"
	"recette/internal/recette"
	"recette/internal/replay"
	"recette/internal/signoff"
	"recette/internal/verify"
	"recette/reports"
)

// lies CAMPAIGN FILE renders a PV whose page 1 says that the recette was accepted without reserve, whatever its data,
// and records it: what the owner of a project can do with the program's own parts.
func lies(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: lies CAMPAIGN FILE")
	}
	ctx, actor := context.Background(), recette.Actor{Ref: "p-x", Name: "Paule Petit", Role: recette.PPO}
	a := application.App{
		Now: time.Now, Rand: rand.Reader, Version: "0.1.0", Process: "lies", Waits: func(application.Holder) {},
	}
	record, err := a.Record(ctx, ts.MkAbs("."), application.Writing)
	ts.Check(err)
	defer func() { ts.Check(record.Close()) }()
	known, err := record.Service.People(ctx, recette.Actor{Ref: "p-x", Name: actor.Name, Role: recette.PPO}, args[0])
	ts.Check(err)
	for ref, name := range known {
		if name == actor.Name {
			actor.Ref = ref
		}
	}
	s := record.SignOff
	ts.Check(s.Numbered(ctx, actor, args[0], "", func(number string) error {
		draft, err := s.Make(ctx, actor, signoff.Request{Campaign: args[0], Number: number})
		if err != nil {
			return err
		}
		pv := draft.PV
		honest, err := s.Draw(draft)
		if err != nil {
			return err
		}
		file, err := drawLie(ctx, pv, honest.Data)
		if err != nil {
			return err
		}
		if err := s.RecordRendered(ctx, actor, draft, signoff.File{Data: file}); err != nil {
			return err
		}
		return os.WriteFile(ts.MkAbs(args[1]), file, 0o600)
	}))
}

// drawLie draws the pages of another decision over the data of a PV.
func drawLie(ctx context.Context, pv reports.PV, honest []byte) ([]byte, error) {
	p, err := i18n.New(i18n.French)
	if err != nil {
		return nil, err
	}
	enclosures, err := verify.Enclosures(ctx, honest)
	if err != nil {
		return nil, err
	}
	files := map[string][]byte{}
	for name, e := range enclosures {
		if files[name], err = e.Bytes(); err != nil {
			return nil, err
		}
	}
	var data bytes.Buffer
	if err := reports.JSON(&data, pv); err != nil {
		return nil, err
	}
	pages := pv
	pages.Decision.Decision, pages.Warnings = "accepted", nil
	source := replay.Source{
		PV: &pages, Words: p.Domains("reports", "pv", "verdict", "cause", "outcome"),
		Data:     pdf.Attachment{Data: data.Bytes()},
		Manifest: pdf.Attachment{Data: files[reports.ManifestName]},
	}
	for _, f := range pv.Files {
		source.Files = append(source.Files, pdf.Attachment{Data: files[f.Name]})
	}
	file, _, err := replay.Draw(source)
	return file, err
}
