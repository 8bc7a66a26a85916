package protocol

import (
	"encoding/binary"
	"hash/crc32"
	"io"
)

// Box keeps what an Encoder has not written yet in a file that outlives the process: a worker that ends in the middle
// of a step takes no outcome of the steps before with it. It is between recette and the worker that recette builds;
// workers in other languages write each reply at once and need none.
type Box struct{ File io.WriterAt }

// A box begins with the mark: a scenario, how far it came, and their check sum. Then come where in the stream the bytes
// of the box begin, how many they are, and their check sum; then they.
const (
	boxMark = 8 + 4 + 4
	boxHead = 8 + 4 + 4
)

// Stage is how far a worker came with a scenario.
type Stage uint32

// The stages.
const (
	StageUnknown   Stage = iota // the worker never said
	StageUnbegun                // nothing of the project has run for it
	StagePreparing              // its before-scenario hooks may have
	StageStepping               // its first own step may have
)

// Mark says how far the scenario with that id came.
func (b Box) Mark(id int64, s Stage) error {
	out := make([]byte, boxMark)
	binary.LittleEndian.PutUint64(out, uint64(id)) // never negative
	binary.LittleEndian.PutUint32(out[8:], uint32(s))
	binary.LittleEndian.PutUint32(out[12:], crc32.ChecksumIEEE(out[:12]))
	_, err := b.File.WriteAt(out, 0)
	return err
}

// StageOf gives how far a scenario came, by the mark in a box.
func StageOf(file io.ReaderAt, id int64) Stage {
	var mark [boxMark]byte
	n, _ := file.ReadAt(mark[:], 0)
	if n < boxMark || crc32.ChecksumIEEE(mark[:12]) != binary.LittleEndian.Uint32(mark[12:]) {
		return StageUnknown
	}
	if binary.LittleEndian.Uint64(mark[:]) != uint64(id) {
		return StageUnbegun // the mark is that of the scenario before
	}
	return Stage(binary.LittleEndian.Uint32(mark[8:]))
}

// Keep puts what e has not written in the box, in one write that leaves the former contents or the new ones.
func (b Box) Keep(e *Encoder) error {
	at, data := e.Unwritten()
	out := make([]byte, boxHead, boxHead+len(data))
	binary.LittleEndian.PutUint64(out, uint64(at))                    // never negative
	binary.LittleEndian.PutUint32(out[8:], uint32(len(data)))         // at most MaxLine and a buffer
	binary.LittleEndian.PutUint32(out[12:], crc32.ChecksumIEEE(data)) // a write may have been cut
	_, err := b.File.WriteAt(append(out, data...), boxMark)
	return err
}

// OpenBox gives what a box holds of a stream beyond its first received bytes; nothing when the box is empty, damaged or
// overtaken by what was written since.
func OpenBox(file io.ReaderAt, received int64) []byte {
	var head [boxHead]byte
	if n, _ := file.ReadAt(head[:], boxMark); n < boxHead { // shorter is empty
		return nil
	}
	at := int64(binary.LittleEndian.Uint64(head[:])) //nolint:gosec // checked below
	size := int64(binary.LittleEndian.Uint32(head[8:]))
	if size > 2*MaxLine || at < 0 || received < at || received-at >= size {
		return nil
	}
	data := make([]byte, size)
	n, _ := file.ReadAt(data, boxMark+boxHead)
	if int64(n) < size || crc32.ChecksumIEEE(data) != binary.LittleEndian.Uint32(head[12:]) {
		return nil
	}
	return data[received-at:]
}
