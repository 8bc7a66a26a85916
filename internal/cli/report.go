package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"

	"github.com/spf13/cobra"

	"recette/internal/bounded"
	"recette/internal/campaign"
	"recette/internal/durable"
	"recette/internal/i18n"
	"recette/internal/pdf"
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
	c := a.command("pv CAMPAGNE", "report.pv")
	c.Args = exactly(1)
	a.asFlag(c, &as)
	c.Flags().StringVar(&journey, "journey", "", a.words.T("flag.journey"))
	c.Flags().StringVar(&format, "format", "pdf", a.words.T("flag.format"))
	c.Flags().StringVarP(&out, "out", "o", "", a.words.T("flag.out"))
	c.RunE = func(cmd *cobra.Command, args []string) error {
		if format != "pdf" && format != "json" && format != "junit" {
			return fail("bad-value", nil, "--format", format, "pdf, json, junit")
		}
		present, err := a.present(cmd.Context())
		if err != nil {
			return err
		}
		return a.act(cmd.Context(), args[0], as, []recette.Role{recette.PPO}, func(w *workspace, actor recette.Actor) error {
			// Before anything is written: the journal's own refusal would come after the file, and only for a PDF.
			if err := rights.Allow(actor, rights.RenderPV, rights.Scope{}); err != nil {
				return err
			}
			return w.render(cmd.Context(), actor, args[0], journey, format, out, present)
		})
	}
	return c
}

func (w *workspace) render(
	ctx context.Context, actor recette.Actor, id, journey, format, out string, present map[string]string,
) error {
	memory := frugal()
	defer memory.end()
	number, err := w.service.NextPV(ctx, id, journey)
	if errors.Is(err, campaign.ErrUnknownJourney) {
		m, err := w.manifest(ctx, id)
		if err != nil {
			return err
		}
		var codes []string
		for _, j := range m.Journeys {
			codes = append(codes, j.Code)
		}
		return fail("unknown-journey", nil, journey, strings.Join(codes, ", "))
	}
	if err != nil {
		return err
	}
	if format != "pdf" {
		number += w.words.T("report.draft") // the number itself belongs to the PDF, which the journal records
	}
	in, err := w.pvInput(ctx, id, journey, number, present)
	if err != nil {
		return err
	}
	doc, err := pv.Build(in)
	if err != nil {
		return err
	}
	memory.grow(len(doc.Cases) * memoryACase)
	if out == "" {
		out = number + map[string]string{"pdf": ".pdf", "json": ".json", "junit": ".xml"}[format]
	}
	path := w.path(out)
	switch format {
	case "json":
		return w.write(path, func(f io.Writer) error { return reports.JSON(f, doc) })
	case "junit":
		return w.write(path, func(f io.Writer) error { return reports.JUnit(f, doc) })
	}
	return w.renderFile(ctx, actor, id, doc, in.Manifest, journey, path)
}

// renderFile draws the PDF, records it, and only then gives it its name.
func (w *workspace) renderFile(
	ctx context.Context, actor recette.Actor, id string, doc reports.PV, manifest []byte, journey, path string,
) error {
	words, err := i18n.New(i18n.Lang(doc.Language))
	if err != nil {
		return err
	}
	file, pages, err := w.renderPDF(doc, words, manifest)
	if err != nil {
		return err
	}
	if err := w.replaceable(ctx, id, path); err != nil {
		return err
	}
	err = recorded(path, file, func() error {
		return w.service.RecordPVRendered(ctx, actor, id, campaign.Rendered{
			Number: doc.Number, Journey: journey, SHA256: verify.Digest(file), Checkpoint: doc.Journal.Size,
		})
	})
	if err != nil {
		return err
	}
	say(w.env.Stdout, w.words.T("report.written", path))
	say(w.env.Stdout, w.words.T("report.pv", doc.Number, pages))
	for _, warning := range doc.Warnings {
		say(w.env.Stdout, w.words.T("report.warning", warning.Text))
	}
	return nil
}

// replaceable refuses to write over a signed PV of the campaign: its signatures exist nowhere else.
func (w *workspace) replaceable(ctx context.Context, id, path string) error {
	data, err := bounded.ReadFileContext(ctx, path, bounded.Report)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fail("file", err, path)
	}
	status, err := w.service.Status(ctx, id)
	if err != nil {
		return err
	}
	sum := verify.Digest(data)
	for i := range status.PVs {
		for _, s := range status.PVs[i].Signatures {
			if s.SHA256 == sum {
				return fail("exists", nil, path)
			}
		}
	}
	return nil
}

// recorded writes a file that the journal must know: the content is durable first, then the journal says so, then the
// file takes its name. A refusal of the journal leaves what was there.
func recorded(path string, data []byte, record func() error) error {
	s, err := durable.Stage(path, 0o644, durable.Bytes(data))
	if err != nil {
		return fault(err, path)
	}
	if err := record(); err != nil {
		s.Discard()
		return err
	}
	return fault(s.Commit(), s.Temporary)
}

func (w *workspace) write(path string, write func(io.Writer) error) error {
	if err := writeWhole(path, write); err != nil {
		return err
	}
	say(w.env.Stdout, w.words.T("report.written", path))
	return nil
}

// renderPDF draws the pages and finalises them: attachments, metadata, every signature field.
func (w *workspace) renderPDF(doc reports.PV, words *i18n.Printer, manifest []byte) (file []byte, pages int, err error) {
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
func (w *workspace) thumbnail(sum string) ([]byte, bool) {
	f, err := w.evidence.Open(sum)
	if err != nil {
		return nil, false
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, 8<<20))
	return data, err == nil
}

// demoKeys reports whether what will be signed will be signed with DEMO keys.
func (w *workspace) demoKeys() bool {
	for _, role := range signingRoles() {
		if level, err := sign.LoadLevel(w.layout().Keys(), role); err == nil && level == sign.Demo {
			return true
		}
	}
	return false
}

// producer names the program that renders.
func producer() string { return fmt.Sprintf("recette %s", Version) }
