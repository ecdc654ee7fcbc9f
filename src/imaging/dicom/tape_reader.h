// Walks the bytes of one data set into a tape of elements: iterative, every length checked against what
// encloses it, depth and counts bounded (limits.h). Reads no file meta group and judges no image.
#pragma once

#include "imaging/dicom/data_set.h"
#include "imaging/finding.h"

#include <string>
#include <vector>

namespace medal::imaging::dicom {

class TapeReader {
  public:
    TapeReader(Bytes bytes, Encoding encoding, std::uint64_t begin, std::uint64_t end, std::size_t depth);

    /// False when the bytes are no data set within the limits; `findings` then says why.
    bool read();

    std::vector<Element> take_elements() { return std::move(elements_); }
    Findings take_findings() { return std::move(findings_); }

  private:
    struct Open {
        std::uint32_t index;
        std::uint64_t limit;
        Kind kind;
        bool undefined;
        bool explicit_vr;
        std::size_t children;
    };
    struct Header {
        Tag tag;
        Vr vr{};
        std::uint32_t length = 0;
    };

    bool step();
    void close_finished();
    void close_top();
    void note_pixel_data(const Element& element);
    bool read_header(Header& header);
    bool read_explicit_vr(Header& header);
    bool enter_item(const Header& header);
    bool add_element(const Header& header);
    bool add_container(const Header& header, Kind kind);
    bool ends_directory(Kind kind) const;
    bool add_value(const Header& header);
    void splice_un_sequence(Element& element);
    bool end_at_trailing_bytes();
    bool fail(const char* code, const char* message);
    Element& push(const Header& header, Kind kind, std::uint64_t length);

    Bytes bytes_;
    Encoding encoding_;
    std::uint64_t position_;
    std::uint64_t end_;
    std::size_t base_depth_;
    bool pixel_data_seen_ = false;
    std::vector<Open> open_;
    std::vector<Element> elements_;
    Findings findings_;
};

}  // namespace medal::imaging::dicom
