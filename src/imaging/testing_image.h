// A DICOM image of a few pixels, made in a test and read back as any file is.
#pragma once

#include "imaging/dicom/file_reader.h"
#include "imaging/mapped_file.h"
#include "imaging/phantom/dicom_object.h"
#include "support/temporary_folder.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace medal::imaging {

inline std::string words(const std::vector<int>& values) {
    std::string text;
    for (const int value : values) {
        text += static_cast<char>(value & 0xFF);
        text += static_cast<char>((value >> 8) & 0xFF);
    }
    return text;
}

class TestImage {
  public:
    /// One row of grey values of 16 bits; `change` sets or replaces what a test is about.
    TestImage(const std::vector<int>& values, const std::function<void(phantom::DicomObject&)>& change) {
        phantom::DicomObject object;
        namespace vr = dicom::vr;
        object.set(0x00080016, vr::UI, "1.2.840.10008.5.1.4.1.1.2");
        object.set(0x00080018, vr::UI, "2.25.1");
        object.set(0x00080060, vr::CS, "OT");
        object.set(0x0020000D, vr::UI, "2.25.2");
        object.set(0x0020000E, vr::UI, "2.25.3");
        object.set_u16(0x00280002, 1);
        object.set(0x00280004, vr::CS, "MONOCHROME2");
        object.set_u16(0x00280010, 1);
        object.set_u16(0x00280011, static_cast<std::uint16_t>(values.size()));
        object.set_u16(0x00280100, 16);
        object.set_u16(0x00280101, 16);
        object.set_u16(0x00280102, 15);
        object.set_u16(0x00280103, 0);
        object.set_pixels(vr::OW, words(values));
        change(object);
        object.write(path());
        file_ = std::make_unique<MappedFile>(path());
        scan_ = dicom::scan_file(file_->bytes());
    }

    const dicom::DataSet& data() const { return scan_.data.value(); }
    const Findings& findings() const { return scan_.findings; }
    Bytes bytes() const { return file_->bytes(); }
    std::filesystem::path path() const { return folder_ / "image.dcm"; }

  private:
    testing::TemporaryFolder folder_;
    std::unique_ptr<MappedFile> file_;
    dicom::FileScan scan_;
};

}  // namespace medal::imaging
