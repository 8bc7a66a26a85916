package picture

import (
	"bytes"
	"encoding/binary"
)

// tagOrientation says where the first row and column of a picture lie (Exif 2.32, 4.6.4 A; TIFF 6.0, page 36).
const tagOrientation = 0x0112

// orientation gives how a picture lies, 1 to 8; 1, as it is, when it does not say.
func orientation(b []byte, kind Kind) int {
	switch kind {
	case JPEG:
		return ofTIFF(jpegExif(b))
	case PNG:
		return ofTIFF(pngExif(b))
	case webP:
		return ofTIFF(bytes.TrimPrefix(webpExif(b), []byte("Exif\x00\x00")))
	default:
		return 1
	}
}

// jpegExif gives the TIFF structure in the APP1 segment of a JPEG (Exif 2.32, 4.5.4), nil when there is none.
func jpegExif(b []byte) []byte {
	for b = b[2:]; len(b) >= 4 && b[0] == 0xff; {
		marker, size := b[1], int(binary.BigEndian.Uint16(b[2:]))
		if marker == 0xff { // fill byte
			b = b[1:]
			continue
		}
		if size < 2 || 2+size > len(b) || marker == 0xda { // start of scan: the points follow
			return nil
		}
		if body, ok := bytes.CutPrefix(b[4:2+size], []byte("Exif\x00\x00")); ok && marker == 0xe1 {
			return body
		}
		b = b[2+size:]
	}
	return nil
}

// pngExif gives what the eXIf chunk of a PNG holds (PNG, third edition, 11.3.5.5), nil when there is none.
func pngExif(b []byte) []byte {
	for b = b[8:]; len(b) >= 12; {
		size := int64(binary.BigEndian.Uint32(b))
		if 12+size > int64(len(b)) {
			return nil
		}
		if string(b[4:8]) == "eXIf" {
			return b[8 : 8+size]
		}
		b = b[12+size:]
	}
	return nil
}

// webpExif gives what the EXIF chunk of a WebP holds (RFC 9649, 2.7.1.5), nil when there is none.
func webpExif(b []byte) []byte {
	for b = b[12:]; len(b) >= 8; {
		size := int64(binary.LittleEndian.Uint32(b[4:]))
		if 8+size > int64(len(b)) {
			return nil
		}
		if string(b[:4]) == "EXIF" {
			return b[8 : 8+size]
		}
		b = b[min(8+size+size&1, int64(len(b))):]
	}
	return nil
}

// ofTIFF reads the orientation from the first directory of a TIFF structure (TIFF 6.0, section 2).
func ofTIFF(b []byte) int {
	if len(b) < 8 {
		return 1
	}
	var order binary.ByteOrder
	switch string(b[:4]) {
	case "II*\x00":
		order = binary.LittleEndian
	case "MM\x00*":
		order = binary.BigEndian
	default:
		return 1
	}
	at := int64(order.Uint32(b[4:]))
	if at+2 > int64(len(b)) {
		return 1
	}
	fields := b[at+2:]
	for range order.Uint16(b[at:]) {
		if len(fields) < 12 {
			return 1
		}
		const short = 3
		value := int(order.Uint16(fields[8:]))
		if order.Uint16(fields) == tagOrientation && order.Uint16(fields[2:]) == short && value >= 1 && value <= 8 {
			return value
		}
		fields = fields[12:]
	}
	return 1
}
