package pdf

// resolver follows references; both an opened document and one being finalised can.
type resolver interface{ value(Object) Object }

// archivalFault applies to one dictionary the rules of PDF/A-3b (ISO 19005-3) that can be judged from it alone. It
// returns what is wrong, empty when nothing is. Content streams are not read: gofpdf writes no operator that the
// rules forbid but CMYK colours, which the reports do not use.
func archivalFault(d *Dict, r resolver) string {
	name := func(k Name) Name {
		n, _ := r.value(d.Get(k)).(Name)
		return n
	}
	if d.Has("AA") {
		return "additional actions (6.5.2)"
	}
	switch name("Type") {
	case "Font":
		return fontFault(d, name("Subtype"), r)
	case "Annot":
		return annotationFault(d, name("Subtype"), r)
	case "ExtGState":
		if d.Has("TR") || d.Has("HTP") || d.Has("TR2") && name("TR2") != "Default" {
			return "transfer function or halftone phase (6.2.5)"
		}
	case "Action":
		return actionFault(name("S"))
	case "Filespec":
		if d.Has("EF") && (!d.Has("F") || !d.Has("UF") || name("AFRelationship") == "") {
			return "embedded file without F, UF or AFRelationship (6.8)"
		}
	}
	if d.Has("Subtype") && d.Has("Rect") && !d.Has("Type") {
		return annotationFault(d, name("Subtype"), r)
	}
	if s := name("S"); s != "" && (d.Has("URI") || d.Has("JS") || d.Has("D")) {
		return actionFault(s)
	}
	return ""
}

func fontFault(d *Dict, subtype Name, r resolver) string {
	switch subtype {
	case "Type0", "Type3":
		return "" // Type0: its descendant is judged; Type3 carries its glyphs
	}
	desc, _ := r.value(d.Get("FontDescriptor")).(*Dict)
	if !desc.Has("FontFile") && !desc.Has("FontFile2") && !desc.Has("FontFile3") {
		return "font that is not embedded (6.2.11.4.1)"
	}
	if subtype == "CIDFontType2" && !d.Has("CIDToGIDMap") {
		return "CIDFontType2 without CIDToGIDMap (6.2.11.3.2)"
	}
	return ""
}

func annotationFault(d *Dict, subtype Name, r resolver) string {
	switch subtype {
	case "", "3D", "Sound", "Screen", "Movie", "RichMedia":
		return "annotation type " + string(subtype) + " (6.3.1)"
	}
	flags, ok := Int(r.value(d.Get("F")))
	const invisible, hidden, printed, noView, toggleNoView = 1, 2, 4, 32, 256
	if subtype != "Popup" && (!ok || flags&printed == 0 || flags&(invisible|hidden|noView|toggleNoView) != 0) {
		return "annotation flags (6.3.2)"
	}
	if subtype == "Widget" && d.Has("A") {
		return "field with an action (6.4.1)"
	}
	if subtype == "Link" || subtype == "Popup" {
		return ""
	}
	rect, _ := r.value(d.Get("Rect")).(Array)
	if len(rect) == 4 && Equal(rect[0], rect[2]) && Equal(rect[1], rect[3]) {
		return ""
	}
	ap, _ := r.value(d.Get("AP")).(*Dict)
	if _, ok := r.value(ap.Get("N")).(*Stream); !ok || len(ap.Entries) != 1 {
		return "annotation without normal appearance (6.3.3)"
	}
	return ""
}

func actionFault(s Name) string {
	switch s {
	case "GoTo", "GoToR", "GoToE", "URI", "Thread", "SubmitForm", "Named":
		return ""
	}
	return "action " + string(s) + " (6.5.1)"
}

// archivalStreamFault is archivalFault for streams; it does not repeat the rules of the dictionary.
func archivalStreamFault(s *Stream, r resolver) string {
	d := s.Dict
	if d.Has("F") || d.Has("FFilter") {
		return "stream data in another file (6.1.7.1)"
	}
	filters := Array{r.value(d.Get("Filter"))}
	if a, ok := filters[0].(Array); ok {
		filters = a
	}
	for _, f := range filters {
		if n, _ := r.value(f).(Name); n == "LZWDecode" || n == "Crypt" {
			return "filter " + string(n) + " (6.1.7.2)"
		}
	}
	switch n, _ := r.value(d.Get("Subtype")).(Name); n {
	case "PS":
		return "PostScript XObject (6.2.9)"
	case "Image":
		if b, _ := r.value(d.Get("Interpolate")).(bool); b || d.Has("Alternates") || d.Has("OPI") {
			return "image with Interpolate, Alternates or OPI (6.2.8)"
		}
		if c, _ := r.value(d.Get("ColorSpace")).(Name); c == "DeviceCMYK" {
			return "CMYK image under an RGB output intent (6.2.4.3)"
		}
	case "Form":
		if d.Has("Ref") || d.Has("OPI") || d.Has("PS") {
			return "form XObject with Ref, OPI or PS (6.2.9)"
		}
	}
	return ""
}
