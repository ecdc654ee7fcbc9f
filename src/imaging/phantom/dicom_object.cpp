#include "imaging/phantom/dicom_object.h"

#include "imaging/byte_writer.h"
#include "imaging/deid/element_writer.h"

#include <fmt/format.h>

namespace medal::imaging::phantom {
namespace {

namespace vr = dicom::vr;

std::string little_u32(std::size_t value) {
    return stored(value, 4, Endian::little);
}

}  // namespace

std::string decimal_text(double value) {
    return fmt::format("{:.6g}", value);
}

void DicomObject::set_u16(std::uint32_t tag, std::uint16_t value, dicom::Vr value_vr) {
    set(tag, value_vr, {static_cast<char>(value & 0xFF), static_cast<char>(value >> 8)});
}

template <class Writer>
void DicomObject::write_fields(Writer& writer) const {
    for (const auto& [tag, field] : fields_) {
        if (field.vr != vr::SQ) {
            writer.text(dicom::Tag{tag}, field.vr, field.value);
            continue;
        }
        const auto sequence = writer.begin_sequence(dicom::Tag{tag});
        for (const auto& item : field.items) {
            const auto open = writer.begin_item();
            item.write_fields(writer);
            writer.end(open);
        }
        writer.end(sequence);
    }
}

void DicomObject::write(const std::filesystem::path& path) const {
    DicomObject meta;
    meta.set(0x00020001, vr::OB, std::string{"\0\1", 2});
    meta.set(0x00020002, vr::UI, fields_.at(0x00080016).value);
    meta.set(0x00020003, vr::UI, fields_.at(0x00080018).value);
    meta.set(0x00020010, vr::UI, "1.2.840.10008.1.2.1");
    meta.set(0x00020012, vr::UI, "2.25.120432811237412936781412734710846571829");
    meta.set(0x00020013, vr::SH, "MEDAL_PHANTOM");
    deid::OutputPlan group;
    deid::ElementWriter group_writer{group, {}};
    meta.write_fields(group_writer);

    deid::OutputPlan plan;
    plan.add(std::string(128, '\0') + "DICM");
    deid::ElementWriter writer{plan, {}};
    writer.text(dicom::Tag{0x00020000}, vr::UL, little_u32(group.size()));
    plan.add_copied(group.joined());
    write_fields(writer);
    plan.write_to(path);
}

}  // namespace medal::imaging::phantom
