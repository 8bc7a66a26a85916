package reports

import (
	"fmt"
	"io"
	"strings"
	"testing"
)

// large makes a PV of n scenarios of ten steps with their full texts.
func large(n int) PV {
	pv := fixture()
	pv.Signers, pv.Stories = pv.Signers[:2], nil
	pv.Cases = make([]Case, n)
	pv.Journal.Leaves = make([]Leaf, n)
	for i := range pv.Cases {
		c := plainCase(
			i,
			caseSpec{
				fmt.Sprintf("Une entreprise de la tranche %d adhère à l’antenne %d avec son SIRET", i%7, i%90),
				"adhesion", "US-12", "CA-12.1", "passed", []string{"auto", "manual", "mixed"}[i%3],
			},
		)
		c.ID = fmt.Sprintf("SC-%05d", i+1)
		more := plainCase(i+1, caseSpec{"suite", "adhesion", "US-12", "CA-12.1", "passed", "auto"})
		for j := range more.Steps {
			more.Steps[j].Background = false
			more.Steps[j].Text += fmt.Sprintf(" pour la demande numéro %d de l’exercice %d", i, 2020+j)
		}
		c.Steps = append(c.Steps, more.Steps...)
		_, tail, _ := strings.Cut(more.Source, "Scénario: suite\n")
		c.Source += tail
		pv.Cases[i] = c
		pv.Journal.Leaves[i] = Leaf{
			Seq: int64(i), Raw: []byte(c.Source),
			Proof: []string{
				sha("a"), sha("b"), sha("c"), sha("d"), sha("e"), sha("f"), sha("g"), sha("h"), sha("i"), sha("j"),
			},
		}
	}
	return pv
}

func BenchmarkPDF(b *testing.B) {
	for _, n := range []int{100, 1000, 10000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			pv, o := large(n), PDFOptions{Texts: loadTexts(b, "fr"), Location: paris()}
			b.ReportAllocs()
			b.ResetTimer()
			var pages int
			for b.Loop() {
				l, err := PDF(io.Discard, pv, o)
				if err != nil {
					b.Fatal(err)
				}
				pages = l.Pages
			}
			b.ReportMetric(float64(pages), "pages")
		})
	}
}

func BenchmarkFingerprint(b *testing.B) {
	pv := large(1000)
	b.ReportAllocs()
	b.ResetTimer()
	for b.Loop() {
		if _, err := Fingerprint(pv); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkSignatureBox(b *testing.B) {
	o := boxOptions(loadTexts(b, "fr"))
	for b.Loop() {
		if _, err := SignatureBox(o); err != nil {
			b.Fatal(err)
		}
	}
}
