package page

import (
	"bytes"
	"compress/flate"
	"encoding/binary"
	"hash"
	"hash/adler32"
	"sync"
)

// press deflates the operators of pages while layout goes on, so that memory never holds the document in clear. A page
// is pressed in pieces: each ends on a byte boundary (flate's Flush), so that pieces made by different runs of the
// compressor follow one another as one stream, and the footer can be added when the number of pages is known. One
// compressor serves all: a new one for each page costs 1.2 MB and ten times the time.
type press struct {
	pages []*pressed
	put   int // jobs that were given
	told  int // pages whose size was told
	jobs  chan job
	done  sync.WaitGroup
	z     *flate.Writer
	buf   bytes.Buffer
	free  chan []byte
}

type pressed struct {
	parts []byte      // zlib header and deflate blocks
	sum   hash.Hash32 // of what was deflated
	job   int         // the last one that was given for it, from 1
}

type job struct {
	page *pressed
	ops  []byte
	last bool
}

// JobsAhead bounds how far layout may run ahead of compression.
const JobsAhead = 16

func newPress() *press {
	z, _ := flate.NewWriter(nil, flate.BestSpeed) // the level is valid
	p := &press{z: z, jobs: make(chan job, JobsAhead), free: make(chan []byte, JobsAhead)}
	jobs := p.jobs // end forgets p.jobs
	p.done.Go(func() {
		for j := range jobs {
			p.squeeze(j)
		}
	})
	return p
}

// add opens a page after the others.
func (p *press) add() {
	// RFC 1950: deflate, 32 KiB, fastest
	p.pages = append(p.pages, &pressed{parts: []byte{0x78, 0x01}, sum: adler32.New()})
}

// give hands over a piece of page n, from 1, to be pressed, and gets a buffer for the next piece. The last piece ends
// the stream.
func (p *press) give(n int, ops []byte, last bool) []byte {
	if len(ops) > 0 || last {
		p.put++
		p.pages[n-1].job = p.put
		p.jobs <- job{p.pages[n-1], ops, last}
		select {
		case ops = <-p.free:
		default:
			ops = nil
		}
	}
	return ops[:0]
}

// settled gives how many bytes the pages take that are pressed for certain, and were not told yet: a job is done once
// as many more were given as wait at most, and one that is taken. The answer is the same on every machine.
func (p *press) settled() int {
	size := 0
	for ; p.told < len(p.pages) && p.pages[p.told].job+JobsAhead+1 <= p.put; p.told++ {
		size += len(p.pages[p.told].parts)
	}
	return size
}

// contents gives what was pressed of each page, once all is.
func (p *press) contents() [][]byte {
	out := make([][]byte, len(p.pages))
	for i := range p.pages {
		out[i] = p.pages[i].parts
	}
	return out
}

// end waits until every piece is pressed. The press takes none afterwards, and keeps the pages alone.
func (p *press) end() {
	if p.jobs != nil {
		close(p.jobs)
		p.done.Wait()
		p.jobs, p.free, p.z, p.buf = nil, nil, nil, bytes.Buffer{}
	}
}

func (p *press) squeeze(j job) {
	p.buf.Reset()
	p.z.Reset(&p.buf)
	_, _ = p.z.Write(j.ops) // a bytes.Buffer takes everything
	_, _ = j.page.sum.Write(j.ops)
	if j.last {
		_ = p.z.Close()
	} else {
		_ = p.z.Flush()
	}
	parts := make([]byte, 0, len(j.page.parts)+p.buf.Len()+4)
	parts = append(append(parts, j.page.parts...), p.buf.Bytes()...)
	if j.last {
		parts = binary.BigEndian.AppendUint32(parts, j.page.sum.Sum32())
	}
	j.page.parts = parts
	select {
	case p.free <- j.ops:
	default:
	}
}
