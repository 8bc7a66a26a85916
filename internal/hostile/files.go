package hostile

import (
	"fmt"
	"slices"
	"strings"
)

// MiB is a mebibyte.
const MiB = 1 << 20

// File is one hostile file.
type File struct {
	Name  string
	Make  func() []byte
	Small bool // few bytes, and made at once
	Quick bool // and judged at once: where fuzzing begins
}

// Files lists the hostile files, from the smallest idea to the most involved. Each is at most 64 MiB.
func Files() []File {
	const head = `{"schema":"recette/pv/1",`
	data := func(parts ...part) func() []byte {
		return func() []byte {
			return joined(file("pv.json", parts...), file("manifest.json", text(`{"v":1}`)))
		}
	}
	plan := func(parts ...part) func() []byte {
		return func() []byte {
			return joined(file("pv.json", text(head+`"layout":1}`)), file("manifest.json", parts...))
		}
	}
	files := append([]File{
		{Name: "3 MB of empty cases", Make: data(text(head+`"cases":[`), repeated(`{},`, 3*MiB), text(`{}]}`))},
		{Name: "20 MB of empty cases", Make: data(text(head+`"cases":[`), repeated(`{},`, 20*MiB), text(`{}]}`))},
		{Name: "500 MB of empty cases", Make: data(text(head+`"cases":[`), repeated(`{},`, 500*MiB), text(`{}]}`))},
		{Name: "empty steps", Make: data(text(head+`"cases":[{"steps":[`), repeated(`{},`, 20*MiB), text(`{}]}]}`))},
		{Name: "empty lists", Make: data(
			text(head+`"cases":[{"steps":[{"table":[`), repeated(`[],`, 20*MiB), text(`[]]}]}]}`))},
		{Name: "short texts", Make: data(text(head+`"stale":[`), repeated(`"a",`, 40*MiB), text(`"a"]}`))},
		{Name: "leaves", Make: data(
			text(head+`"journal":{"leaves":[`), repeated(`{"proof":["a","a","a"]},`, 40*MiB), text(`{}]}}`),
		)},
		{Name: "100 MB of numbers", Make: data(text(head+`"zz":[`), repeated(`1,`, 100*MiB), text(`1]}`))},
		{Name: "2 GB of numbers", Make: data(text(head+`"zz":[`), repeated(`1,`, 2000*MiB), text(`1]}`))},
		{Name: "keys", Make: data(text(head+`"zz":{`), keys(2_000_000), text(`"z":1}}`))},
		{Name: "one long text", Make: data(text(head+`"title":"`), repeated(`a`, 200*MiB), text(`"}`))},
		{Name: "one long text with escapes", Make: data(text(head+`"title":"\n`), repeated(`\n`, 200*MiB), text(`"}`))},
		{Name: "nested lists", Make: data(text(head+`"zz":`), repeated(`[`, 10*MiB))},
		{Name: "white space", Make: data(text(head), repeated(" ", 1000*MiB), text(`"a":1}`))},
		{Name: "zeros", Make: data(repeated("\x00", 1000*MiB))},
		{Name: "cases of the plan", Make: plan(text(`{"v":1,"cases":[`), repeated(`{},`, 20*MiB), text(`{}]}`))},
		{Name: "numbers in the plan", Make: plan(text(`{"v":1,"zz":[`), repeated(`1,`, 2000*MiB), text(`1]}`))},
		{Name: "size that lies, more", Make: func() []byte {
			f := file("pv.json", text(head+`"layout":1}`))
			f.size = 1 << 40
			return joined(f)
		}},
		{Name: "size that lies, less", Make: func() []byte {
			f := file("pv.json", repeated("\x00", 1000*MiB))
			f.size = 3
			return joined(f)
		}},
		{Name: "100,000 attachments", Make: func() []byte { return attachments(100_000, "a") }},
		{Name: "attachments of long names", Make: func() []byte {
			return attachments(600, strings.Repeat("n", 32_000))
		}},
	}, slices.Concat(objects(), references(), streams())...)
	small := []string{
		"3 MB of empty cases", "20 MB of empty cases", "empty steps", "short texts", "cases of the plan",
		"filter over filter", "cross-reference stream with predictor", "predictor of wide rows",
		"predictor over predictor",
	}
	quick := []string{
		"nested lists", "size that lies, more", "tree of pages that turns", "bookmarks that turn",
		"object streams that hold each other", "revisions that turn", "lengths that turn",
		"tree of attachments that turns", "count of pages beyond all", "objects in objects",
	}
	for i := range files {
		files[i].Quick = slices.Contains(quick, files[i].Name)
		files[i].Small = files[i].Quick || slices.Contains(small, files[i].Name)
	}
	return files
}

// Joined makes a PDF with the two attachments of a PV: data that begin with head and go on with the same thing, n
// times.
func Joined(head, again []byte, n int, plan []byte) []byte {
	return joined(file("pv.json", raw(head), times(again, n)), file("manifest.json", raw(plan)))
}

func keys(n int) part {
	return func(p *packer) {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, `"k%d":1,`, i)
		}
		text(b.String())(p)
	}
}

// attachments joins n files of one content.
func attachments(n int, name string) []byte {
	d := newDocument()
	var names, related strings.Builder
	for i := range n {
		fmt.Fprintf(&names, "(%s%d)%d 0 R", name, i, 5+i)
		fmt.Fprintf(&related, " %d 0 R", 5+i)
	}
	d.add(fmt.Sprintf("<</Type/Catalog/Pages 2 0 R/Names<</EmbeddedFiles<</Names[%s]>>>>/AF[%s]>>", &names, &related))
	d.page()
	content, size := deflated(text("{}"))
	d.stream(fmt.Sprintf("/Type/EmbeddedFile/Filter/FlateDecode/Params<</Size %d>>", size), content)
	for i := range n {
		d.add(fmt.Sprintf("<</Type/Filespec/F(%[1]s%[2]d)/UF(%[1]s%[2]d)/EF<</F 4 0 R/UF 4 0 R>>>>", name, i))
	}
	return d.bytes()
}
