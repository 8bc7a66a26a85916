package verify

import (
	"encoding/hex"
	"slices"
	"strings"
)

// wordsName is the file of the texts that the pages are drawn with; thumbnailName begins those of thumbnails.
const (
	wordsName     = "texts.json"
	thumbnailName = "thumbnail-"
)

// enclosed compares the files inside the PV with those that its data name: no other, each once, with its digest. They
// are what the drawing of the pages needs; a PV written before layouts had a number has none.
func (c *check) enclosed(files map[string]*Enclosure) {
	named := map[string]bool{dataName: true, manifestName: true}
	evidence := c.evidence()
	for i := range c.pv.Files {
		f := &c.pv.Files[i]
		content, there := files[f.Name]
		switch {
		case named[f.Name] || !f.formed() || f.Of != "" && !evidence[f.Of] || !there:
			c.contents.add(bad(Attached, f.Name))
		case int64(content.Size) != f.Size || !content.is(f.SHA256):
			c.contents.add(bad(AttachedDigest, f.Name))
		}
		named[f.Name] = true
	}
	if c.pv.Layout > 0 != named[wordsName] {
		c.contents.add(bad(Attached, wordsName))
	}
	var others []string
	for name := range files {
		if !named[name] {
			others = append(others, name)
		}
	}
	slices.Sort(others)
	if len(others) > 0 {
		c.contents.add(bad(Attached, strings.Join(others, ", ")))
	}
}

// is tells whether a file has a digest.
func (a *Enclosure) is(sum string) bool {
	found, err := a.digest()
	return err == nil && found == sum
}

// formed tells whether a file is one of those that the drawing needs, under the name that it has there.
func (f *fileRow) formed() bool {
	if f.Name == wordsName {
		return f.Of == "" && f.Width == 0
	}
	sum, kind, _ := strings.Cut(strings.TrimPrefix(f.Name, thumbnailName), ".")
	raw, err := hex.DecodeString(sum)
	return strings.HasPrefix(f.Name, thumbnailName) && err == nil && len(raw) == len(digest(nil))/2 &&
		sum == f.Of && strings.ToLower(sum) == sum && (kind == "png" || kind == "jpeg") && f.Width > 0
}

// evidence gives the digests of the evidence that the PV shows.
func (c *check) evidence() map[string]bool {
	known := map[string]bool{}
	for i := range c.pv.Cases {
		for k := range c.pv.Cases[i].Steps {
			for _, e := range c.pv.Cases[i].Steps[k].Evidence {
				known[e.SHA256] = true
			}
		}
	}
	return known
}
