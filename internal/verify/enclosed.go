package verify

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"slices"
	"strings"
)

// wordsName is the file of the texts that the pages are drawn with; thumbnailName begins those of thumbnails.
const (
	wordsName     = "texts.json"
	thumbnailName = "thumbnail-"
	logName       = "log-"
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
		case named[f.Name] || !f.formed() || f.Of != "" && evidence[f.Of] == nil || !there ||
			strings.HasPrefix(f.Name, logName) && !c.logged(f),
			strings.HasPrefix(f.Name, constatName) && !c.joins(f):
			c.contents.add(bad(Attached, f.Name))
		case int64(content.Size) != f.Size || !content.is(f.SHA256):
			c.contents.add(bad(AttachedDigest, f.Name))
		}
		named[f.Name] = true
	}
	c.cite(files)
	if c.pv.Layout > 0 != named[wordsName] {
		c.contents.add(bad(Attached, wordsName))
	}
	if text, there := files[wordsName]; there && named[wordsName] {
		c.readWords(text)
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

// logged tells whether a file is what a command that loaded data printed: the PV names it by the digest that it has.
func (c *check) logged(f *fileRow) bool {
	return slices.ContainsFunc(c.pv.DataLoads, func(l dataLoad) bool {
		return slices.ContainsFunc(l.Evidence, func(e evidenceRow) bool {
			return e.SHA256 == f.SHA256 && e.Size == f.Size
		})
	})
}

// is tells whether a file has a digest.
func (a *Enclosure) is(sum string) bool {
	found, err := a.digest()
	return err == nil && found == sum
}

// maxWording is how long the words of one message may be, in bytes: each place in them may take a long argument.
// maxWords is how large the file of all texts may be.
const (
	maxWording = 4 << 10
	maxWords   = 1 << 20
)

// readWords reads the texts of the PV. They have one form, so that no two readers see other words, and each is one that
// say understands.
func (c *check) readWords(file *Enclosure) {
	var again bytes.Buffer
	var words map[string]string
	if file.Size > maxWords {
		c.contents.add(bad(AttachedDigest, wordsName))
		return
	}
	text, err := file.Bytes()
	if err == nil {
		err = json.Unmarshal(text, &words)
	}
	if err == nil {
		enc := json.NewEncoder(&again)
		enc.SetEscapeHTML(false)
		enc.SetIndent("", "  ")
		err = enc.Encode(words)
	}
	if err != nil || !bytes.Equal(again.Bytes(), text) {
		c.contents.add(bad(AttachedDigest, wordsName))
		return
	}
	for key, words := range words {
		if len(words) > maxWording && strings.HasPrefix(key, "pv.") {
			c.contents.add(bad(AttachedDigest, wordsName))
			return
		}
	}
	// Without the sentences, the texts of a PV of before say nothing of them.
	if _, there := words["pv.title.all"]; there {
		c.wording = words
		c.vouched = slices.Contains(c.o.Words, digest(text))
	}
}

// formed tells whether a file is one of those that the drawing needs, under the name that it has there.
func (f *fileRow) formed() bool {
	if f.Name == wordsName {
		return f.Of == "" && f.Width == 0
	}
	if strings.HasPrefix(f.Name, logName) {
		return f.Of == "" && f.Width == 0 && f.Name == logName+f.SHA256+".txt"
	}
	if strings.HasPrefix(f.Name, constatName) {
		return f.Of == "" && f.Width == 0
	}
	sum, kind, _ := strings.Cut(strings.TrimPrefix(f.Name, thumbnailName), ".")
	raw, err := hex.DecodeString(sum)
	return strings.HasPrefix(f.Name, thumbnailName) && err == nil && len(raw) == len(digest(nil))/2 &&
		sum == f.Of && strings.ToLower(sum) == sum && (kind == "png" || kind == "jpeg") && f.Width > 0
}
