package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"

	"github.com/spf13/cobra"

	"recette/internal/campaign"
	"recette/internal/durable"
	"recette/internal/i18n"
	"recette/internal/output"
	"recette/internal/pdf"
	"recette/internal/plan"
	"recette/internal/pv"
	"recette/internal/recette"
	"recette/internal/sign"
	"recette/internal/verify"
	"recette/reports"

	rights "recette/internal/access"
)

// Names of the files that travel inside a PV.
const (
	reportName   = "pv.json"
	manifestName = "manifest.json"
)

func (a *app) reportVerbs() *cobra.Command { return a.group("report", "report", a.reportPV()) }

// reportPV renders the PV of a journey, or of the whole campaign.
func (a *app) reportPV() *cobra.Command {
	var as, journey, format, out string
	var force bool
	c := a.command("pv [CAMPAGNE]", "report.pv")
	c.Args = atMostOne()
	a.asFlag(c, &as)
	c.Flags().StringVar(&journey, "journey", "", a.words.T("flag.journey"))
	c.Flags().StringVar(&format, "format", "pdf", a.words.T("flag.format"))
	c.Flags().StringVarP(&out, "out", "o", "", a.words.T("flag.out"))
	a.forceFlag(c, &force)
	c.RunE = func(cmd *cobra.Command, args []string) error {
		if format != "pdf" && format != "json" && format != "junit" {
			return fail("bad-value", nil, "--format", format, "pdf, json, junit")
		}
		present, err := a.present(cmd.Context())
		if err != nil {
			return err
		}
		o := rendering{journey: journey, format: format, out: out, force: force, present: present}
		var deliver func() error
		roles := []recette.Role{recette.PPO}
		id := optional(args)
		err = a.act(cmd.Context(), id, as, roles, func(w *openRecord, actor recette.Actor, m *plan.Manifest) error {
			// Before anything is written: the journal's own refusal would come after the file, and only for a PDF.
			if err := rights.Allow(actor, rights.RenderPV, rights.Scope{}); err != nil {
				return err
			}
			o.plan = m
			deliver, err = w.render(cmd.Context(), actor, &o)
			return err
		})
		if deliver != nil { // a reader who is slow holds nothing of the project open
			err = errors.Join(err, deliver())
		}
		return err
	}
	return c
}

// rendering is what is asked of "recette report pv".
type rendering struct {
	plan        *plan.Manifest
	journey     string
	format, out string
	force       bool
	present     map[string]string
}

// ends gives the ending of the name of a file, and its shape, by format.
func (r *rendering) ends() (string, output.Shape) {
	switch r.format {
	case "json":
		return ".json", output.JSON
	case "junit":
		return ".xml", output.XML
	}
	return ".pdf", output.PDF
}

// render makes the document, and records it when it is a PDF. What it returns delivers it.
func (w *openRecord) render(ctx context.Context, actor recette.Actor, r *rendering) (deliver func() error, err error) {
	memory := frugal()
	defer memory.end()
	r.journey = journeyMeant(r.plan, r.journey)
	number, err := w.service.NextPV(ctx, actor, r.plan.Campaign, r.journey)
	if errors.Is(err, campaign.ErrUnknownJourney) {
		var codes []string
		for _, j := range r.plan.Journeys {
			codes = append(codes, j.Code)
		}
		return nil, fail("unknown-journey", nil, r.journey, several(codes))
	}
	if err != nil {
		return nil, err
	}
	if r.format != "pdf" {
		number += w.words.T("report.draft") // the number itself belongs to the PDF, which the journal records
	}
	ends, form := r.ends()
	if r.out == "" {
		r.out = number + ends
	}
	place, err := w.outlet(w.path(r.out), form, r.force)
	if err != nil {
		return nil, err
	}
	in, err := w.pvInput(ctx, r, number)
	if err != nil {
		return nil, err
	}
	doc, err := pv.Build(in)
	if err != nil {
		return nil, err
	}
	memory.grow(len(doc.Cases) * memoryACase)
	if r.format == "pdf" {
		return w.renderFile(ctx, actor, r, doc, in.Manifest, place)
	}
	var text bytes.Buffer
	if r.format == "json" {
		err = reports.JSON(&text, doc)
	} else {
		err = reports.JUnit(&text, doc)
	}
	if err != nil {
		return nil, err
	}
	return func() error {
		if err := place.write(ctx, durable.Bytes(text.Bytes())); err != nil {
			return err
		}
		say(place.notes(), w.words.T("report.written", place.Path))
		return nil
	}, nil
}

// renderFile draws the PDF, records it, and only then gives it its name.
func (w *openRecord) renderFile(
	ctx context.Context, actor recette.Actor, r *rendering, doc reports.PV, manifest []byte, place *outlet,
) (func() error, error) {
	words, err := i18n.New(i18n.Lang(doc.Language))
	if err != nil {
		return nil, err
	}
	file, pages, err := w.renderPDF(doc, words, manifest)
	if err != nil {
		return nil, err
	}
	deliver, err := place.recorded(ctx, w.kept(doc.Number), file, func() error {
		return w.service.RecordPVRendered(ctx, actor, r.plan.Campaign, campaign.Rendered{
			Number: doc.Number, Journey: r.journey, SHA256: verify.Digest(file), Checkpoint: doc.Journal.Size,
		})
	})
	if err != nil {
		return nil, err
	}
	return func() error {
		out := place.notes()
		if place.Stream {
			say(out, w.words.T("report.pv", doc.Number, pages)) // it is recorded, whatever becomes of the stream
		}
		if err := deliver(); err != nil {
			return err
		}
		say(out, w.words.T("report.written", place.Path))
		if !place.Stream {
			say(out, w.words.T("report.pv", doc.Number, pages))
		}
		for _, warning := range doc.Warnings {
			say(out, w.words.T("report.warning", warning.Text))
		}
		return nil
	}, nil
}

// kept is where a PV that the journal knows stays until a stream has taken it.
func (w *openRecord) kept(number string) string {
	return filepath.Join(w.layout().State(), filepath.Base(number)+".pdf")
}

// renderPDF draws the pages and finalises them: attachments, metadata, every signature field.
func (w *openRecord) renderPDF(doc reports.PV, words *i18n.Printer, manifest []byte) (file []byte, pages int, err error) {
	var raw bytes.Buffer
	layout, err := reports.PDF(&raw, doc, reports.PDFOptions{Texts: words.T, Thumbnails: w.thumbnail, Location: w.env.Now().Location()})
	if err != nil {
		return nil, 0, err
	}
	o := pdf.Options{
		Title: doc.Title + " – " + doc.Number, Author: doc.Client.Name, Subject: words.T("report.subject", doc.Reference.Campaign),
		Language: doc.Language, CreatedAt: doc.IssuedAt, Producer: doc.Producer,
		Attachments: []pdf.Attachment{
			{
				Name: reportName, MIME: "application/json", Description: words.T("report.data"), Relationship: "Data",
				Write: func(w io.Writer) error { return reports.JSON(w, doc) },
			},
			{Name: manifestName, MIME: "application/json", Description: words.T("report.manifest"), Relationship: "Source", Data: manifest},
		},
	}
	for i, box := range layout.Boxes {
		o.Fields = append(o.Fields, pdf.SignatureField{
			Name: box.Field, Tooltip: words.T("report.field", box.Field), Page: box.Page, Rect: box.Rect,
			Lock: i == len(layout.Boxes)-1,
		})
	}
	file, err = pdf.Finalise(raw.Bytes(), o)
	return file, layout.Pages, err
}

// thumbnail gives the bytes of a piece of evidence, or nothing: a PV is never refused for an image.
func (w *openRecord) thumbnail(sum string) ([]byte, bool) {
	f, err := w.evidence.Open(sum)
	if err != nil {
		return nil, false
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, 8<<20))
	return data, err == nil
}

// demoKeys reports whether what will be signed will be signed with DEMO keys.
func (w *openRecord) demoKeys() bool {
	for _, role := range signingRoles() {
		if level, err := sign.LoadLevel(w.layout().Keys(), role); err == nil && level == sign.Demo {
			return true
		}
	}
	return false
}

// producer names the program that renders.
func producer() string { return fmt.Sprintf("recette %s", Version) }
