package reports

import "slices"

// A national PV carries the constats that it cites: each is a PDF of its own, signed by the référent of its branch, and
// is judged with the PV. One that no référent signed says nothing that the PV does not.

// mostJoined is how many constats a PV carries at most. The others go with it as files of their own.
const mostJoined = 128

// constatName begins the name of a constat that travels: the digest of its file comes next.
const constatName = "constat-"

func constatFile(sha256 string) string { return constatName + sha256 + ".pdf" }

// Joined gives the constats that a PV carries, in the order of the PV: those that were signed and that find gives, by
// the SHA-256 of the file, in hex.
func Joined(pv *PV, find func(c Constat) ([]byte, bool)) []Enclosure {
	var all []Enclosure
	if find == nil {
		return nil
	}
	for _, c := range pv.Constats {
		if c.SignedAt == nil || len(all) == mostJoined {
			continue
		}
		if data, ok := find(c); ok {
			all = append(all, Enclosure{File{Name: constatFile(c.SHA256)}, data})
		}
	}
	return all
}

// Apart gives the constats that were signed and that the PV does not carry.
func (pv *PV) Apart() (apart []Constat) {
	for _, c := range pv.Constats {
		if c.SignedAt != nil && !pv.carries(&c) {
			apart = append(apart, c)
		}
	}
	return apart
}

// carries tells whether the file of a constat travels in the PV.
func (pv *PV) carries(c *Constat) bool {
	name := constatFile(c.SHA256)
	return c.SHA256 != "" && slices.ContainsFunc(pv.Files, func(f File) bool { return f.Name == name })
}
