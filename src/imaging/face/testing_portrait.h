// A DICOM object for tests that shows a drawn face.
#pragma once

#include "imaging/phantom/dicom_object.h"
#include "imaging/phantom/portrait.h"

#include <filesystem>
#include <string>
#include <utility>

namespace medal::imaging::face {

constexpr const char* kPhotographClass = "1.2.840.10008.5.1.4.1.1.77.1.4";

/// It claims to be of this class, and shows the portrait on the last of its three frames only.
inline std::filesystem::path write_dicom_portrait(const std::filesystem::path& path,
                                                  const char* sop_class = kPhotographClass) {
    constexpr std::size_t kSize = 256, kFrames = 3;
    const auto portrait = phantom::draw_portrait(kSize, 5);
    std::string pixels((kFrames - 1) * portrait.samples.size(), '\x50');
    pixels.append(portrait.samples.begin(), portrait.samples.end());
    phantom::DicomObject object;
    object.set(0x00080016, dicom::vr::UI, sop_class);
    object.set(0x00080018, dicom::vr::UI, "2.25.1");
    object.set(0x00080060, dicom::vr::CS, "XC");
    object.set(0x00280004, dicom::vr::CS, "RGB");
    object.set(0x00280008, dicom::vr::IS, std::to_string(kFrames));
    object.set_u16(0x00280002, 3);
    object.set_u16(0x00280006, 0);
    object.set_u16(0x00280010, kSize);
    object.set_u16(0x00280011, kSize);
    object.set_u16(0x00280100, 8);
    object.set_u16(0x00280101, 8);
    object.set_u16(0x00280102, 7);
    object.set_u16(0x00280103, 0);
    object.set_pixels(dicom::vr::OB, std::move(pixels));
    object.write(path);
    return path;
}

}  // namespace medal::imaging::face
