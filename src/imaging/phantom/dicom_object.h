// A small DICOM object as a sorted map of fields, for writing what we make ourselves (PS3.10, explicit little
// endian).
#pragma once

#include "imaging/dicom/element.h"

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace medal::imaging::phantom {

class DicomObject {
  public:
    void set(std::uint32_t tag, dicom::Vr vr, std::string value) {
        fields_[tag] = {vr, std::move(value), {}};
    }
    void set_u16(std::uint32_t tag, std::uint16_t value, dicom::Vr vr = dicom::vr::US);
    void set_sequence(std::uint32_t tag, std::vector<DicomObject> items) {
        fields_[tag] = {dicom::vr::SQ, {}, std::move(items)};
    }
    void set_pixels(dicom::Vr vr, std::string bytes) { set(0x7FE00010, vr, std::move(bytes)); }

    void write(const std::filesystem::path& path) const;

  private:
    struct Field {
        dicom::Vr vr;
        std::string value;
        std::vector<DicomObject> items;
    };
    template <class Writer>
    void write_fields(Writer& writer) const;

    std::map<std::uint32_t, Field> fields_;
};

/// Number text as DS wants it: at most 16 characters.
std::string decimal_text(double value);

}  // namespace medal::imaging::phantom
