import { useI18n } from "vue-i18n";

/** A SendGrid field in words; a custom one by the name it has there. */
export function useFieldWords(): (fieldId: string, name?: string) => string {
  const { t, te } = useI18n();

  return (fieldId, name) => {
    const key = `exports.fields.${fieldId}`;
    return te(key, "en") ? t(key) : (name ?? fieldId);
  };
}
