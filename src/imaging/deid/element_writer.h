// Writes element headers and values in one encoding (PS3.5, 7.1), lengths even, sequences with known lengths.
#pragma once

#include "imaging/deid/output_plan.h"
#include "imaging/dicom/data_set.h"

#include <cstdint>
#include <string_view>

namespace medal::imaging::deid {

class ElementWriter {
  public:
    ElementWriter(OutputPlan& plan, dicom::Encoding encoding) : plan_(plan), encoding_(encoding) {}

    void value(dicom::Tag tag, dicom::Vr vr, Bytes bytes);
    /// For a value that the caller adds to the plan himself: `length` is even.
    void begin_value(dicom::Tag tag, dicom::Vr vr, std::uint64_t length) { header(tag, vr, length); }
    void text(dicom::Tag tag, dicom::Vr vr, std::string_view text);
    /// Encapsulated pixel data: header, then fragments, then end_fragments.
    void begin_fragments(dicom::Tag tag, dicom::Vr vr);
    void fragment(Bytes bytes);
    /// For bytes that do not outlive the plan.
    void fragment_copied(Bytes bytes);
    void end_fragments();
    /// A film is one fragment however many frames it has (PS3.5, A.4.8); the table of offsets is empty.
    void film(dicom::Tag tag, Bytes stream);

    /// Where a sequence or item began; hand it back to close it.
    struct Open {
        std::size_t length_place;
        std::uint64_t begin;
    };
    Open begin_sequence(dicom::Tag tag);
    Open begin_item();
    void end(Open open);

    dicom::Encoding encoding() const { return encoding_; }

  private:
    void tag(dicom::Tag tag);
    void header(dicom::Tag tag, dicom::Vr vr, std::uint64_t length);

    OutputPlan& plan_;
    dicom::Encoding encoding_;
};

}  // namespace medal::imaging::deid
