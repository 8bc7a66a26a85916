package cli

import (
	"bytes"
	"slices"
	"strings"

	"recette/internal/i18n"
	"recette/internal/verify"
	"recette/internal/web"
	"recette/reports"
)

// printVerification answers the five questions in order: who, intact, changes, when, which journal.
func (a *app) printVerification(file string, r *verify.Report) {
	t, out := a.words.T, a.env.Stdout
	say(out, t("verify.file", file, a.counted(r), r.SHA256))
	if r.Foreign() {
		a.printFindings(r.Content)
		say(out, "")
		say(out, t("verify.overall", t("verify.status."+string(r.Status))))
		return
	}
	say(out, t("verify.q1"))
	for i := range r.Signatures {
		s := &r.Signatures[i]
		if s.Certificate == "" { // it was not read: nobody is named, nor doubted
			say(out, t("verify.signature.unread", s.Field, t("verify.status."+string(s.Status))))
			a.printFindings(s.Findings)
			continue
		}
		say(out, t("verify.signature", s.Field, s.Signer, t("verify.status."+string(s.Status)), s.Issuer))
		if s.Reason != "" {
			say(out, "      "+s.Reason)
		}
		if s.Demo {
			say(out, "      "+t("verify.demo"))
		}
		for _, line := range a.fingerprints(s.Certificate, s.Authority) {
			say(out, line)
		}
		a.printFindings(s.Findings)
	}
	a.printTrust(r)
	a.printUnsigned(r)
	say(out, t("verify.q2"))
	a.printAnswer(r.Content, contentSays(r.ContentAnswer()))
	a.printDrawing(r)
	a.printEvidence(r.Evidence)
	a.printAffirmed(r.Affirmed)
	a.printJoined(r.Joined)
	say(out, t("verify.q3"))
	a.printAnswer(r.Changes, changesSay(r.ChangesAnswer()))
	say(out, t("verify.q4"))
	a.printUnsigned(r)
	for i := range r.Signatures {
		s := &r.Signatures[i]
		if s.DeclaredAt.IsZero() {
			say(out, t("verify.undated", s.Field))
			continue
		}
		say(out, t("verify.when", s.Field, a.words.DateTime(s.DeclaredAt)))
	}
	say(out, t("verify.q5"))
	a.printData(r)
	a.printDrift(r.Drift)
	say(out, "")
	if r.Altered() {
		say(out, t("verify.altered"))
	}
	say(out, t("verify.overall", a.verdictOn(r)))
	for _, m := range r.Remedies() {
		say(out, t("verify.remedy", t("verify.remedy."+string(m))))
	}
}

// verdictOn words the verdict on a file, with the signatures that alone are awaited.
func (a *app) verdictOn(r *verify.Report) string {
	status := a.words.T("verify.status." + string(r.Status))
	if fields := r.Awaiting(); len(fields) > 0 {
		return a.words.T("verify.awaiting", status, strings.Join(fields, ", "))
	}
	return status
}

// judgement words what a page says of a file that was verified: the same as the command.
func (a *app) judgement(r *verify.Report) web.Judgement {
	var out bytes.Buffer
	a.env.Stdout = &out
	a.printVerification(r.File, r)
	j := web.Judgement{Verdict: a.verdictOn(r), Whole: out.String()}
	if slices.ContainsFunc(r.Signatures, func(s verify.Signature) bool { return s.Demo }) {
		j.Demo = a.words.T("verify.demo")
	}
	return j
}

// printUnsigned says that nobody signed, of a file that was read as far as its signatures.
func (a *app) printUnsigned(r *verify.Report) {
	switch {
	case len(r.Signatures) > 0:
	case r.Partial():
		say(a.env.Stdout, "    "+a.words.T("verify.not-verified"))
	default:
		say(a.env.Stdout, "    "+a.words.T("verify.unsigned"))
	}
}

// counted says how many pages and revisions a file has, when they could be counted.
func (a *app) counted(r *verify.Report) string {
	if r.Revisions == 0 {
		return a.words.T("verify.file.uncounted")
	}
	return a.words.N("verify.file.pages", r.Pages) + ", " + a.words.N("verify.file.revisions", r.Revisions)
}

// fingerprints prints those of a certificate and of its authority, so that two people can compare them by another
// channel.
func (a *app) fingerprints(certificate, authority string) (lines []string) {
	if certificate != "" {
		lines = append(lines, "      "+a.words.T("key.fingerprint", reports.Grouped(certificate)))
	}
	if authority != "" {
		lines = append(lines, "      "+a.words.T("key.fingerprint.authority", reports.Grouped(authority)))
	}
	return lines
}

func (a *app) printData(r *verify.Report) {
	t, out := a.words.T, a.env.Stdout
	if d := r.Data; d != nil && d.Origin != "" {
		say(out, t("verify.pv", d.Number, d.Title, d.Campaign))
		if d.Lifts != nil {
			say(out, t("verify.lifts", listed(d.Lifts.Reserves), d.Lifts.Number, t("lifting."+d.Lifts.Outcome)))
		}
		say(out, t("verify.journal", d.Origin, d.Checkpoint, d.Root, d.Leaves, d.Cases))
	}
	a.printFindings(r.Journal)
	a.printFindings(r.Together)
	switch {
	case grave(r.Journal):
	case r.Data == nil:
		say(out, "    "+t("verify.not-verified"))
	case !r.HeadProven():
		say(out, "    "+t("verify.journal-unproven"))
	case r.Compared:
		say(out, "    "+t("verify.journal-ok"))
	default:
		say(out, "    "+t("verify.journal-alone"))
	}
}

// printDrawing answers for the pages, beside the data: what they show, and remarks on how that is known.
func (a *app) printDrawing(r *verify.Report) {
	sound := "verify.pages.not_compared"
	switch r.PagesAnswer() {
	case verify.Sound:
		sound = "verify.pages." + string(r.Drawing.Compared)
	case verify.Unsigned:
		sound = "verify.pages.uncovered"
	case verify.NotVerified:
	}
	if r.Drawing == nil || !grave(r.Drawing.Findings) {
		say(a.env.Stdout, "    "+a.words.T(sound))
	}
	if r.Drawing != nil {
		a.printFindings(slices.DeleteFunc(slices.Clone(r.Drawing.Findings), func(f verify.Finding) bool {
			return f.Exceeds() && slices.ContainsFunc(r.Content, verify.Finding.Exceeds) // it was said of the data
		}))
	}
}

// contentSays and changesSay are the sentences of the answers to their question.
func contentSays(answer verify.Answer) string {
	switch answer {
	case verify.Sound:
		return "verify.content-ok"
	case verify.Unsigned:
		return "verify.content-uncovered"
	case verify.NotVerified:
	}
	return "verify.not-verified"
}

func changesSay(answer verify.Answer) string {
	switch answer {
	case verify.Sound:
		return "verify.changes-none"
	case verify.Unsigned:
		return "verify.changes-inside"
	case verify.NotVerified:
	}
	return "verify.not-verified"
}

// printAnswer prints the sentence that says that nothing is wrong, unless something is, and what was found. A remark
// takes nothing from the answer.
func (a *app) printAnswer(list []verify.Finding, sound string) {
	if !grave(list) {
		say(a.env.Stdout, "    "+a.words.T(sound))
	}
	a.printFindings(list)
}

// printTrust says whose authority is trusted, when it came with the project at hand: whoever gave the folder gave it
// too.
func (a *app) printTrust(r *verify.Report) {
	if !slices.ContainsFunc(r.Signatures, func(s verify.Signature) bool { return s.Trusted }) {
		return
	}
	for _, anchor := range r.Anchors {
		if anchor.AtHand {
			say(a.env.Stdout, "    "+a.words.T("verify.trust.ours", anchor.Name, reports.Grouped(anchor.Certificate)))
		}
	}
}

// grave tells whether a finding bears on the verdict.
func grave(list []verify.Finding) bool {
	return slices.ContainsFunc(list, func(f verify.Finding) bool { return f.Status != verify.Conform })
}

// printEvidence counts the evidence that the PV names: none of it is in the file.
func (a *app) printEvidence(p *verify.Pieces) {
	if p != nil {
		say(a.env.Stdout, "    "+evidenceText(a.words, p))
	}
}

// evidenceText says how many pieces of evidence are named, and what became of them.
func evidenceText(words *i18n.Printer, p *verify.Pieces) string {
	if !p.Looked {
		return words.N("verify.evidence.away", p.Named)
	}
	text := words.N("verify.evidence", p.Named, p.Verified, p.Missing, p.Altered)
	if p.Erased > 0 {
		text += words.N("verify.evidence.erased", p.Erased)
	}
	return text
}

// printAffirmed says what nothing proves.
func (a *app) printAffirmed(claims []verify.Claim) {
	if len(claims) == 0 {
		return
	}
	said := make([]string, len(claims))
	for i, claim := range claims {
		said[i] = a.words.T("verify.affirmed." + string(claim))
	}
	say(a.env.Stdout, "    "+a.words.T("verify.affirmed", strings.Join(said, ", ")))
}

func (a *app) printFindings(list []verify.Finding) {
	for _, f := range list {
		say(a.env.Stdout, "    "+a.words.T("verify.mark."+string(f.Status))+" "+a.findingText(f))
	}
}

func (a *app) printDrift(drift []verify.Drift) {
	if len(drift) == 0 {
		return
	}
	counts := map[string]int{}
	for _, d := range drift {
		counts[d.State]++
		if d.State != "identical" {
			say(a.env.Stdout, "    "+a.words.T("verify.drift."+d.State, d.Case))
		}
	}
	say(a.env.Stdout, "    "+a.words.T("verify.drift", counts["identical"], len(drift)))
}
