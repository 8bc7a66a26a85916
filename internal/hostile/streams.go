package hostile

import (
	"bytes"
	"fmt"
	"strings"
)

// streams are hostile by what their contents inflate to, or by what they hold.
func streams() []File {
	const head = `{"schema":"recette/pv/1",`
	data := func(parts ...part) func() []byte {
		return func() []byte {
			return joined(file("pv.json", parts...), file("manifest.json", text(`{"v":1}`)))
		}
	}
	appearance := func(entries string, content []byte) []byte {
		d := newDocument()
		d.add("<</Type/Catalog/Pages 2 0 R/AcroForm<</SigFlags 3/Fields[4 0 R]>>>>")
		d.page()
		d.add("<</FT/Sig/T(PPO)/AP<</N 5 0 R>>>>")
		d.stream(entries, content)
		return d.bytes()
	}
	return []File{
		{Name: "predictor of wide rows", Make: func() []byte {
			content, _ := deflated(repeated("\x02", 15*MiB))
			const wide = "/Predictor 15/Colors 32/BitsPerComponent 16/Columns 1048576"
			return appearance("/Filter/FlateDecode/DecodeParms<<"+wide+">>", content)
		}},
		{Name: "predictor over predictor", Make: func() []byte {
			content, _ := deflated(repeated("\x02\x01", 15*MiB))
			const each = "<</Predictor 15/Columns 1>>"
			return appearance("/Filter[/FlateDecode/FlateDecode/FlateDecode/FlateDecode]/DecodeParms["+
				strings.Repeat(each, 4)+"]", content)
		}},
		{Name: "fonts that inflate", Make: func() []byte {
			return pageStreams(500, "/Font<</F %d 0 R>>", "/Length1 99")
		}},
		{Name: "images that inflate", Make: func() []byte {
			return pageStreams(500, "/XObject<</I %d 0 R>>",
				"/Subtype/Image/Width 60000/Height 60000/ColorSpace/DeviceRGB/BitsPerComponent 8")
		}},
		{Name: "40 certificates of 4,000 names", Make: func() []byte { return signedWith(certificates(40, 4000)) }},
		{Name: "one certificate of 100,000 names", Make: func() []byte { return signedWith(certificates(1, 100_000)) }},
		{Name: "20,000 signed attributes", Make: func() []byte { return signedWith(attributes(20_000)) }},
		{Name: "nested DER", Make: func() []byte { return signedWith(bytes.Repeat([]byte{0x30, 0x80}, 200_000)) }},
		{Name: "numbers of many digits", Make: data(
			text(head+`"cases":[{"line":`), repeated("9", 60*MiB), text(`}]}`))},
		{Name: "numbers of great exponents", Make: data(
			text(head+`"zz":[`), repeated("1e999999999,-9.9E-999999999,", 60*MiB), text(`1],"layout":1e9}`))},
		{Name: "objects in objects", Make: data(text(head+`"zz":`), repeated(`{"a":`, 10*MiB))},
		{Name: "one leaf of 100 MB", Make: data(
			text(head+`"journal":{"leaves":[{"seq":0,"raw":"`), repeated("e30w", 100*MiB), text(`"}]}}`))},
		{Name: "one proof of millions", Make: data(
			text(head+`"journal":{"leaves":[{"seq":0,"raw":"e30=","proof":[`),
			repeated(`"47DEQpj8HBSa+/TImW+5JCeu",`, 80*MiB), text(`""]}]}}`))},
		{Name: "60,000 thumbnails", Make: thumbnails},
		{Name: "texts of 100 MB", Make: func() []byte {
			return joined(
				file("pv.json", text(head+`"layout":1,"language":"fr","files":[{"name":"texts.json"}]}`)),
				file("manifest.json", text(`{"v":1}`)),
				file("texts.json", text(`{"a":"`), repeated("a", 100*MiB), text(`"}`)),
			)
		}},
	}
}

// pageStreams makes pages whose resources hold one stream each, that inflates.
func pageStreams(n int, resources, entries string) []byte {
	d := newDocument()
	d.add("<</Type/Catalog/Pages 2 0 R/AcroForm<</SigFlags 3/Fields[<</FT/Sig/T(PPO)>>]>>>>")
	d.add(fmt.Sprintf("<</Type/Pages/Kids[%s]/Count %d>>", refs(3, n), n))
	for i := range n {
		d.add(fmt.Sprintf("<</Type/Page/Parent 2 0 R/Contents %[2]d 0 R/Resources<<"+resources+">>>>", 3+n+i, 3+n+i))
	}
	content, _ := deflated(repeated("\x00", 15*MiB))
	for range n {
		d.stream(entries+"/Filter/FlateDecode", content)
	}
	return d.bytes()
}

// thumbnails are named in the data, and are one file.
func thumbnails() []byte {
	const n = 60_000
	var rows strings.Builder
	d := newDocument()
	var names, related strings.Builder
	for i := range n {
		name := fmt.Sprintf("thumbnail-%064x.png", i)
		fmt.Fprintf(&rows, `{"name":"%s","sha256":"","size":9,"of":"%064x","width":9},`, name, i)
		fmt.Fprintf(&names, "(%s)%d 0 R", name, 8+i)
		fmt.Fprintf(&related, " %d 0 R", 8+i)
	}
	d.add(fmt.Sprintf(
		"<</Type/Catalog/Pages 2 0 R/Names<</EmbeddedFiles<</Names[(pv.json)6 0 R(manifest.json)7 0 R%s]>>>>/AF[%s]>>",
		&names, &related,
	))
	d.page()
	content, size := deflated(text(`{"schema":"recette/pv/1","layout":1,"files":[`+rows.String()), text(`{}]}`))
	d.stream(fmt.Sprintf("/Type/EmbeddedFile/Filter/FlateDecode/Params<</Size %d>>", size), content)
	picture, size := deflated(text("\x89PNG\r\n\x1a\n"), repeated("\x00", MiB))
	d.stream(fmt.Sprintf("/Type/EmbeddedFile/Filter/FlateDecode/Params<</Size %d>>", size), picture)
	d.add("<</Type/Filespec/F(pv.json)/UF(pv.json)/EF<</F 4 0 R/UF 4 0 R>>>>")
	d.add("<</Type/Filespec/F(manifest.json)/UF(manifest.json)/EF<</F 4 0 R/UF 4 0 R>>>>")
	for i := range n {
		d.add(fmt.Sprintf("<</Type/Filespec/F(a)/UF(thumbnail-%064x.png)/EF<</F 5 0 R/UF 5 0 R>>>>", i))
	}
	return d.bytes()
}
