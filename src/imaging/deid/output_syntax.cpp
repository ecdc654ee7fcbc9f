#include "imaging/deid/derived.h"
#include "imaging/deid/rewriter.h"
#include "imaging/dicom/transfer_syntax.h"

namespace medal::imaging::deid {

std::string_view output_syntax(const RewriteContext& context) {
    const auto& data = context.data;
    if (context.painting != nullptr && context.painting->is_decoded) return dicom::kExplicitLittle;
    if (context.painting != nullptr && context.painting->film) {
        return film_syntax(data, context.painting->film->done).value_or(data.transfer_syntax);
    }
    if (data.transfer_syntax == dicom::kDeflated) return dicom::kExplicitLittle;
    const bool native =
        data.transfer_syntax == dicom::kImplicitLittle || data.transfer_syntax == dicom::kExplicitLittle;
    if (native) return data.encoding.explicit_vr ? dicom::kExplicitLittle : dicom::kImplicitLittle;
    return data.transfer_syntax;
}

}  // namespace medal::imaging::deid
