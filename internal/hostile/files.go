package hostile

import (
	"fmt"
	"strings"
)

// MiB is a mebibyte.
const MiB = 1 << 20

// File is one hostile file.
type File struct {
	Name string
	Make func() []byte
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
	return append([]File{
		{"3 MB of empty cases", data(text(head+`"cases":[`), repeated(`{},`, 3*MiB), text(`{}]}`))},
		{"20 MB of empty cases", data(text(head+`"cases":[`), repeated(`{},`, 20*MiB), text(`{}]}`))},
		{"500 MB of empty cases", data(text(head+`"cases":[`), repeated(`{},`, 500*MiB), text(`{}]}`))},
		{"empty steps", data(text(head+`"cases":[{"steps":[`), repeated(`{},`, 20*MiB), text(`{}]}]}`))},
		{"empty lists", data(text(head+`"cases":[{"steps":[{"table":[`), repeated(`[],`, 20*MiB), text(`[]]}]}]}`))},
		{"short texts", data(text(head+`"stale":[`), repeated(`"a",`, 40*MiB), text(`"a"]}`))},
		{"leaves", data(
			text(head+`"journal":{"leaves":[`), repeated(`{"proof":["a","a","a"]},`, 40*MiB), text(`{}]}}`),
		)},
		{"100 MB of numbers", data(text(head+`"zz":[`), repeated(`1,`, 100*MiB), text(`1]}`))},
		{"2 GB of numbers", data(text(head+`"zz":[`), repeated(`1,`, 2000*MiB), text(`1]}`))},
		{"keys", data(text(head+`"zz":{`), keys(2_000_000), text(`"z":1}}`))},
		{"one long text", data(text(head+`"title":"`), repeated(`a`, 200*MiB), text(`"}`))},
		{"one long text with escapes", data(text(head+`"title":"\n`), repeated(`\n`, 200*MiB), text(`"}`))},
		{"nested lists", data(text(head+`"zz":`), repeated(`[`, 10*MiB))},
		{"white space", data(text(head), repeated(" ", 1000*MiB), text(`"a":1}`))},
		{"zeros", data(repeated("\x00", 1000*MiB))},
		{"cases of the plan", plan(text(`{"v":1,"cases":[`), repeated(`{},`, 20*MiB), text(`{}]}`))},
		{"numbers in the plan", plan(text(`{"v":1,"zz":[`), repeated(`1,`, 2000*MiB), text(`1]}`))},
		{"size that lies, more", func() []byte {
			f := file("pv.json", text(head+`"layout":1}`))
			f.size = 1 << 40
			return joined(f)
		}},
		{"size that lies, less", func() []byte {
			f := file("pv.json", repeated("\x00", 1000*MiB))
			f.size = 3
			return joined(f)
		}},
		{"100,000 attachments", func() []byte { return attachments(100_000, "a") }},
		{"attachments of long names", func() []byte { return attachments(600, strings.Repeat("n", 32_000)) }},
	}, objects()...)
}

func keys(n int) part {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, `"k%d":1,`, i)
	}
	return text(b.String())
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
